from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practice", "0014_events")]

    operations = []
