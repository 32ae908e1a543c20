"""The tables of the clock at work.

- ``runs``: which sweep has done which day, what failed in it, and defect alarms.
- ``alerts``: cases whose remaining work does not fit into the days left.
- ``leavers``: work that came back because whoever had it left.
- ``digests``: what waits on a person on a day.
- ``chases``: whom the night's work has asked for what is missing.
- ``party_actions``: reminders and training of those who answer or decide late.
- ``ports``: ports, whom to call there, and how they were reached.
- ``rechecks``: checks that are to be done again.
- ``exchange``: what went wrong in the exchange of files with the databases.
- ``reconciliation``: extracts of the databases against the cases, what differs, and certificates.
- ``deletion``: deletion orders with their steps, and the instructions to make holdings non-searchable.
- ``deletion_work``: what each place was told and answered, what holds a deletion up, and who was told.
- ``erasure``: what identifies a person erased, or kept longer by a review.
"""

from retention.models.alerts import Alert, AlertPlan
from retention.models.chases import ChaseReminder, ChaseTask
from retention.models.deletion import DeletionOrder, DeletionOrderStep, SuspensionInstruction
from retention.models.deletion_work import (
    DeletionHold,
    DeletionNotice,
    Instruction,
    InstructionReceipt,
)
from retention.models.digests import Digest
from retention.models.erasure import Erasure, ErasureKept
from retention.models.exchange import ExchangeFault
from retention.models.leavers import LeaverAlert, LeaverAlertCase
from retention.models.party_actions import PartyAction
from retention.models.ports import ChaseContact, ErasablePortContact, Port, PortContact
from retention.models.rechecks import RecheckTask
from retention.models.reconciliation import (
    Certificate,
    CertificateVoid,
    Difference,
    DifferenceRecord,
    DifferenceStep,
    ErasableDifference,
    ErasableExtract,
    ErasableExtractRecord,
    ExtractFile,
    Reconciliation,
)
from retention.models.runs import DefectAlarm, SweepFailure, SweepRun

__all__ = [
    "Alert",
    "AlertPlan",
    "Certificate",
    "CertificateVoid",
    "ChaseContact",
    "ChaseReminder",
    "ChaseTask",
    "DefectAlarm",
    "DeletionHold",
    "DeletionNotice",
    "DeletionOrder",
    "DeletionOrderStep",
    "Difference",
    "DifferenceRecord",
    "DifferenceStep",
    "Digest",
    "ErasableDifference",
    "ErasableExtract",
    "ErasableExtractRecord",
    "ErasablePortContact",
    "Erasure",
    "ErasureKept",
    "ExchangeFault",
    "ExtractFile",
    "Instruction",
    "InstructionReceipt",
    "LeaverAlert",
    "LeaverAlertCase",
    "PartyAction",
    "Port",
    "PortContact",
    "RecheckTask",
    "Reconciliation",
    "SuspensionInstruction",
    "SweepFailure",
    "SweepRun",
]
