from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("nvap", "0003_returns")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE nvap_query_number", "DROP SEQUENCE nvap_query_number"),
        migrations.RunSQL("CREATE SEQUENCE nvap_improvement_number", "DROP SEQUENCE nvap_improvement_number"),
    ]
