"""The police forces, and the officer that stands for the system itself.

Codes are the two-digit force codes in common use. The Police Service of Scotland, the Police Service of
Northern Ireland and the Ministry of Defence Police have none there that is relied on here, and go by their
initials.
"""

from django.db import migrations

ENGLAND_AND_WALES = {
    "01": "Metropolitan Police Service",
    "03": "Cumbria Constabulary",
    "04": "Lancashire Constabulary",
    "05": "Merseyside Police",
    "06": "Greater Manchester Police",
    "07": "Cheshire Constabulary",
    "10": "Northumbria Police",
    "11": "Durham Constabulary",
    "12": "North Yorkshire Police",
    "13": "West Yorkshire Police",
    "14": "South Yorkshire Police",
    "16": "Humberside Police",
    "17": "Cleveland Police",
    "20": "West Midlands Police",
    "21": "Staffordshire Police",
    "22": "West Mercia Police",
    "23": "Warwickshire Police",
    "30": "Derbyshire Constabulary",
    "31": "Nottinghamshire Police",
    "32": "Lincolnshire Police",
    "33": "Leicestershire Police",
    "34": "Northamptonshire Police",
    "35": "Cambridgeshire Constabulary",
    "36": "Norfolk Constabulary",
    "37": "Suffolk Constabulary",
    "40": "Bedfordshire Police",
    "41": "Hertfordshire Constabulary",
    "42": "Essex Police",
    "43": "Thames Valley Police",
    "44": "Hampshire and Isle of Wight Constabulary",
    "45": "Surrey Police",
    "46": "Kent Police",
    "47": "Sussex Police",
    "48": "City of London Police",
    "50": "Devon and Cornwall Police",
    "52": "Avon and Somerset Police",
    "53": "Gloucestershire Constabulary",
    "54": "Wiltshire Police",
    "55": "Dorset Police",
    "60": "North Wales Police",
    "61": "Gwent Police",
    "62": "South Wales Police",
    "63": "Dyfed-Powys Police",
    "93": "British Transport Police",
    "MDP": "Ministry of Defence Police",
    "NCA": "National Crime Agency",
    "SPM": "Service police",
    "HMRC": "HM Revenue and Customs",
}
FORCES = [
    *((code, name, "EW") for code, name in ENGLAND_AND_WALES.items()),
    ("PSNI", "Police Service of Northern Ireland", "NI"),
    ("PSOS", "Police Service of Scotland", "SC"),
]


def add(apps, schema_editor):
    """Add the forces and the system's officer."""
    force = apps.get_model("accounts", "Force")
    force.objects.bulk_create(force(code=code, name=name, nation=nation) for code, name, nation in FORCES)
    # No password can match "!": the system never signs in.
    apps.get_model("accounts", "Officer").objects.create(
        username="system", display_name="The system", password="!", is_active=False
    )


def remove(apps, schema_editor):
    """Take them away again, where nothing refers to them."""
    apps.get_model("accounts", "Officer").objects.filter(username="system").delete()
    apps.get_model("accounts", "Force").objects.filter(code__in=[code for code, _, _ in FORCES]).delete()


class Migration(migrations.Migration):
    """Adds the reference data of the accounts room."""

    dependencies = [("accounts", "0001_officers_roles_and_ranks")]
    operations = [migrations.RunPython(add, remove)]
