from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("nvap", "0007_workbook")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE nvap_national_number", "DROP SEQUENCE nvap_national_number"),
        migrations.RunSQL("CREATE SEQUENCE nvap_proposal_number", "DROP SEQUENCE nvap_proposal_number"),
    ]
