from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practice", "0010_contacts")]

    operations = []
