from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practice", "0012_collections")]

    operations = []
