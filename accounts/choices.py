"""The closed vocabularies of people: roles, ranks in their order, nations, kinds of unit."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do. A role never gives a rank, and a rank never gives a role."""

    SOFS_OFFICER = "sofs_officer", "SOFS officer"
    SOFS_MANAGER = "sofs_manager", "SOFS manager"
    JFIT_OFFICER = "jfit_officer", "JFIT officer"
    JFIT_MANAGER = "jfit_manager", "JFIT manager"
    CTU_OFFICER = "ctu_officer", "CTU officer"
    CHIEF_OFFICER = "chief_officer", "Chief Officer"
    CHIEF_OFFICER_STAFF = "chief_officer_staff", "Chief Officer's staff"
    INSPECTOR = "inspector", "Inspector"
    SUPERINTENDENT = "superintendent", "Superintendent"
    LEGAL_REVIEWER = "legal_reviewer", "Legal reviewer"
    COMMISSIONER = "commissioner", "Biometrics Commissioner"
    COMMISSIONER_OFFICE = "commissioner_office", "Commissioner's office"
    SENIOR_MANAGER = "senior_manager", "Senior manager"
    PACK_READER = "pack_reader", "Pack reader"
    MIGRATION_OFFICER = "migration_officer", "Migration officer"
    SYSTEM_ADMINISTRATOR = "system_administrator", "System administrator"


class Rank(models.TextChoices):
    """Police ranks and offices, ascending; ``order`` compares them.

    Commander stands with Assistant Chief Constable, Deputy Assistant Commissioner with Deputy Chief
    Constable, and Assistant Commissioner of the Metropolis with Chief Constable, as do the heads of bodies
    that are no police force. What an office may decide is the law's to say.
    """

    CONSTABLE = "constable", "Constable"
    SERGEANT = "sergeant", "Sergeant"
    INSPECTOR = "inspector", "Inspector"
    CHIEF_INSPECTOR = "chief_inspector", "Chief Inspector"
    SUPERINTENDENT = "superintendent", "Superintendent"
    CHIEF_SUPERINTENDENT = "chief_superintendent", "Chief Superintendent"
    COMMANDER = "commander", "Commander"
    ASSISTANT_CHIEF_CONSTABLE = "assistant_chief_constable", "Assistant Chief Constable"
    DEPUTY_ASSISTANT_COMMISSIONER = "deputy_assistant_commissioner", "Deputy Assistant Commissioner"
    DEPUTY_CHIEF_CONSTABLE = "deputy_chief_constable", "Deputy Chief Constable"
    ASSISTANT_COMMISSIONER = "assistant_commissioner", "Assistant Commissioner"
    CHIEF_CONSTABLE = "chief_constable", "Chief Constable"
    DEPUTY_COMMISSIONER = "deputy_commissioner", "Deputy Commissioner"
    COMMISSIONER = "commissioner", "Commissioner of Police"
    DIRECTOR_GENERAL = "director_general", "Director General (National Crime Agency)"
    PROVOST_MARSHAL = "provost_marshal", "Provost Marshal"
    REVENUE_COMMISSIONER = "revenue_commissioner", "Commissioner (HM Revenue and Customs)"

    @property
    def order(self) -> int:
        """The rank's place, from 0 for a constable; ranks that stand together share one."""
        return _ORDER[self]

    def is_at_least(self, other: "Rank") -> bool:
        """Whether this rank is ``other`` or above it."""
        return self.order >= other.order


_LADDER = (
    (Rank.CONSTABLE,),
    (Rank.SERGEANT,),
    (Rank.INSPECTOR,),
    (Rank.CHIEF_INSPECTOR,),
    (Rank.SUPERINTENDENT,),
    (Rank.CHIEF_SUPERINTENDENT,),
    (Rank.COMMANDER, Rank.ASSISTANT_CHIEF_CONSTABLE),
    (Rank.DEPUTY_ASSISTANT_COMMISSIONER, Rank.DEPUTY_CHIEF_CONSTABLE),
    (
        Rank.ASSISTANT_COMMISSIONER,
        Rank.CHIEF_CONSTABLE,
        Rank.DIRECTOR_GENERAL,
        Rank.PROVOST_MARSHAL,
        Rank.REVENUE_COMMISSIONER,
    ),
    (Rank.DEPUTY_COMMISSIONER,),
    (Rank.COMMISSIONER,),
)
_ORDER = {rank: place for place, step in enumerate(_LADDER) for rank in step}


class Nation(models.TextChoices):
    """Where a force polices, as the law divides it."""

    ENGLAND_AND_WALES = "EW", "England and Wales"
    SCOTLAND = "SC", "Scotland"
    NORTHERN_IRELAND = "NI", "Northern Ireland"


class DeputyGround(models.TextChoices):
    """What lets a deputy act for a chief officer, or bars one. What follows from it is the law's to say.

    Source: Police Reform and Social Responsibility Act 2011, ss. 41 and 44.
    """

    CHIEF_UNABLE = "chief_unable", "The chief officer is absent or unable to act, or there is none"
    DESIGNATED = "designated", "Designated to act while the chief officer and every deputy are unable"
    NOT_MOST_SENIOR = "not_most_senior", "Another deputy is the more senior, and acts first"


class UnitKind(models.TextChoices):
    """What a unit does."""

    SOFS = "sofs", "Secure Operations Forensic Services"
    JFIT = "jfit", "Joint Forensic Intelligence Team"
    CTU = "ctu", "Counter Terrorism Unit"
    CHIEF_OFFICERS = "chief_officers", "Chief Officers"
    SIGN_OFF = "sign_off", "Inspectors and Superintendents"
    COMMISSIONER = "commissioner", "Biometrics Commissioner's office"
    OTHER = "other", "Other"
