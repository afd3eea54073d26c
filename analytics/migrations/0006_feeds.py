from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analytics", "0005_help")]
    operations: list[object] = []
