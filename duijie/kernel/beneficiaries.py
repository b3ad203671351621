"""受益对象类别: whom a need is for and whom an offer serves, one list so that both can be compared."""

from enum import StrEnum

from duijie.kernel.errors import mark


class Beneficiary(StrEnum):
    """Classes of people and bodies, as the need lists of counties name them."""

    MONITORED = "monitored"
    LIFTED = "lifted"
    LOW_INCOME = "low_income"
    CHILDREN = "children"
    STUDENTS = "students"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    WOMEN = "women"
    PATIENTS = "patients"
    RELOCATED = "relocated"
    RETURNEES = "returnees"
    FARMERS = "farmers"
    VILLAGERS = "villagers"
    COLLECTIVE = "collective"


BENEFICIARY_LABELS: dict[Beneficiary, str] = {
    Beneficiary.MONITORED: mark("Households monitored against a return to poverty"),
    Beneficiary.LIFTED: mark("People lifted out of poverty"),
    Beneficiary.LOW_INCOME: mark("Rural people of low income"),
    Beneficiary.CHILDREN: mark("Children"),
    Beneficiary.STUDENTS: mark("Pupils and students"),
    Beneficiary.ELDERLY: mark("Elderly people"),
    Beneficiary.DISABLED: mark("Disabled people"),
    Beneficiary.WOMEN: mark("Women"),
    Beneficiary.PATIENTS: mark("People who are seriously ill"),
    Beneficiary.RELOCATED: mark("People at relocation sites"),
    Beneficiary.RETURNEES: mark("People who came back to the village"),
    Beneficiary.FARMERS: mark("Farmers and cooperatives"),
    Beneficiary.VILLAGERS: mark("All villagers"),
    Beneficiary.COLLECTIVE: mark("The village collective"),
}
IN_HARDSHIP = frozenset({Beneficiary.MONITORED, Beneficiary.LIFTED, Beneficiary.LOW_INCOME, Beneficiary.DISABLED})
"""困难群众: to whom article 四 tilts."""
