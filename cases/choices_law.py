"""The closed lists of what the law depends on beside takings, convictions and determinations."""

from django.db import models


class LawEventKind(models.TextChoices):
    """Events that start, end or open a period of a power, or that a rule asks for; see ``law.facts``."""

    NOTICE_CEASED = "notice_ceased", "TPIM notice ceased to be in force"
    NOTICE_REVIVED = "notice_revived", "TPIM notice revived, or a new one in force"
    NOTICE_QUASHED = "notice_quashed", "TPIM notice quashed"
    TOLD = "national_security_notice", "Controller told of relevance to national security (coronavirus)"
    NAMED = "identified_for_review", "Named as needing a national security decision (Legacy PACE)"
    IDENTITY_KNOWN = "identity_known", "It became known whose material it is"
    CONSENT_WITHDRAWN = "consent_withdrawn", "Written consent to retention withdrawn"
    PURPOSE_FULFILLED = "purpose_fulfilled", "Purpose of a voluntary taking fulfilled"
    RETENTION_CONSENTED = "retention_consented", "Commissioner consented to retention (PACE s. 63G)"
    LIABLE = "liable_for_destruction", "Would first become liable for destruction (Northern Ireland)"
    RESTARTED = "restarted_period", "New detention or arrest restarts the period"
    SAMPLE_ORDER = "sample_order", "Court ordered a DNA sample kept"


class CourtAnswer(models.TextChoices):
    """What became of an application to a court that a period be extended."""

    ORDERED = "ordered", "Ordered: the period is extended"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Application withdrawn"
