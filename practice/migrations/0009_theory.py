from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practice", "0008_bank_parts")]

    operations = []
