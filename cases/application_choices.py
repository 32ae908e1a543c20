"""The closed lists of applications: their sections, what is said of vulnerability, what staff recommend."""

from django.db import models


class Section(models.TextChoices):
    """The sections of an application, in their order. Those of a kind of material are written for each."""

    IDENTITY = "identity", "Identity and aliases"
    CIRCUMSTANCES = "circumstances", "Circumstances of the taking"
    OUTCOME = "outcome", "Outcome of the examination or investigation"
    INTELLIGENCE = "intelligence", "Intelligence case"
    SOURCES = "sources", "Sources and handling"
    ASSESSMENT = "assessment", "What the Security Service's assessment is worth"
    NATIONAL_SECURITY = "national_security", "Why national security needs it"
    NECESSITY = "necessity", "Why it is necessary"
    PROPORTIONALITY = "proportionality", "Why it is proportionate"
    ALTERNATIVES = "alternatives", "Why less intrusive means fail"
    CARE = "care", "Age and vulnerability"
    CONDITIONS = "conditions", "Conditions"


class Vulnerability(models.TextChoices):
    """What is known of the person's vulnerability."""

    NONE = "none", "No vulnerability is known"
    KNOWN = "known", "Vulnerable"
    NOT_KNOWN = "not_known", "Not known whether vulnerable"


class Recommended(models.TextChoices):
    """What a Chief Officer's staff recommend. It decides nothing."""

    APPROVE = "approve", "Approve"
    HOLDING = "holding", "Approve as a holding NSD"
    REFUSE = "refuse", "Refuse"
    ASK = "ask", "Ask JFIT first"
