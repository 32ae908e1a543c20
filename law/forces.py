"""Police forces by code, as far as the law of authority needs them.

Two-digit codes are the national ones. PSOS, PSNI, MDP, NCA, SPM (service police) and HMRC are keys
of our own for bodies without one.
"""

from enum import StrEnum
from typing import NamedTuple


class ForceKind(StrEnum):
    """What sort of body a force is, for the question who is its chief officer."""

    TERRITORIAL = "territorial"
    METROPOLITAN = "metropolitan"
    CITY = "city"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    TRANSPORT = "transport"
    DEFENCE = "defence"
    CRIME_AGENCY = "crime_agency"
    SERVICE_POLICE = "service_police"
    REVENUE = "revenue"


class Force(NamedTuple):
    """A force: its code, name and kind."""

    code: str
    name: str
    kind: ForceKind


_TERRITORIAL = {
    "03": "Cumbria",
    "04": "Lancashire",
    "05": "Merseyside",
    "06": "Greater Manchester",
    "07": "Cheshire",
    "10": "Northumbria",
    "11": "Durham",
    "12": "North Yorkshire",
    "13": "West Yorkshire",
    "14": "South Yorkshire",
    "16": "Humberside",
    "17": "Cleveland",
    "20": "West Midlands",
    "21": "Staffordshire",
    "22": "West Mercia",
    "23": "Warwickshire",
    "30": "Derbyshire",
    "31": "Nottinghamshire",
    "32": "Lincolnshire",
    "33": "Leicestershire",
    "34": "Northamptonshire",
    "35": "Cambridgeshire",
    "36": "Norfolk",
    "37": "Suffolk",
    "40": "Bedfordshire",
    "41": "Hertfordshire",
    "42": "Essex",
    "43": "Thames Valley",
    "44": "Hampshire",
    "45": "Surrey",
    "46": "Kent",
    "47": "Sussex",
    "50": "Devon and Cornwall",
    "52": "Avon and Somerset",
    "53": "Gloucestershire",
    "54": "Wiltshire",
    "55": "Dorset",
    "60": "North Wales",
    "61": "Gwent",
    "62": "South Wales",
    "63": "Dyfed-Powys",
}
_OTHERS = (
    Force("01", "Metropolitan Police Service", ForceKind.METROPOLITAN),
    Force("48", "City of London Police", ForceKind.CITY),
    Force("PSOS", "Police Service of Scotland", ForceKind.SCOTLAND),
    Force("PSNI", "Police Service of Northern Ireland", ForceKind.NORTHERN_IRELAND),
    Force("93", "British Transport Police", ForceKind.TRANSPORT),
    Force("MDP", "Ministry of Defence Police", ForceKind.DEFENCE),
    Force("NCA", "National Crime Agency", ForceKind.CRIME_AGENCY),
    Force("SPM", "Service police", ForceKind.SERVICE_POLICE),
    Force("HMRC", "HM Revenue and Customs", ForceKind.REVENUE),
)

FORCES: dict[str, Force] = {
    force.code: force
    for force in (
        *(Force(code, name, ForceKind.TERRITORIAL) for code, name in _TERRITORIAL.items()),
        *_OTHERS,
    )
}


def force_of(code: str) -> Force | None:
    """The force of a code, in any case of letters; None where there is none.

    >>> force_of("PSoS").name
    'Police Service of Scotland'
    """
    return FORCES.get(code.strip().upper())
