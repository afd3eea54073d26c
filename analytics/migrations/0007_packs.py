from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("analytics", "0006_feeds")]
    operations: list[object] = []
