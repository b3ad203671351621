"""Projects at every station, made by services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO

from PIL import Image

from duijie.apps.matches.services.interest import express_interest
from duijie.apps.needs.models import Need
from duijie.apps.needs.services.decisions import verify_need
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import Face
from duijie.apps.projects.services.agreement import draft_agreement, sign_for_organization, sign_for_receiver
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.delivery import report_delivery, start_work
from duijie.apps.projects.services.opening import claim_wish, commit_match
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import keep
from tests.factories.matches import decided, seat_of
from tests.factories.needs import Offices, need_values, published_need, verified_request


@cache
def picture() -> bytes:
    """A small photograph of nothing."""
    stream = BytesIO()
    Image.new("RGB", (64, 48), "#7a8f6a").save(stream, "JPEG")
    return stream.getvalue()


def photo(actor: Actor) -> StoredFile:
    """A kept photograph."""
    return keep(picture(), name="现场.jpg", kind="photo", actor=actor, policy="project")


@dataclass(frozen=True)
class Sides:
    """Who acts in a project: the organization's manager, and the offices."""

    offices: Offices
    organization: Organization
    manager: Actor

    def drafting(self, need: Need | None = None, quantity: Decimal = Decimal(20)) -> Project:
        """A project whose agreement is to be written."""
        match = express_interest(actor=self.manager, need=need or published_need(self.offices), quantity=quantity)
        return commit_match(actor=self.manager, match=match, quantity=quantity)

    def drafted(self, **more: object) -> Project:
        """A project whose agreement is written by the organization."""
        return self.draft(self.drafting(**more), self.manager)  # type: ignore[arg-type]

    @staticmethod
    def draft(project: Project, actor: Actor) -> Project:
        """Write the agreement."""
        return draft_agreement(
            actor=actor,
            project=project,
            purpose="安装太阳能路灯并维护一年",
            starts_on=today(),
            ends_on=today() + timedelta(days=90),
            amount_fen=3_000_000,
        )

    def signed(self, **more: object) -> Project:
        """A project whose agreement both sides have signed."""
        project = sign_for_organization(actor=self.manager, project=self.drafted(**more))
        return sign_for_receiver(actor=self.offices.village, project=project, signatory="示例村村民委员会")

    def under_way(self, **more: object) -> Project:
        """A project on which work has begun."""
        return start_work(actor=self.manager, project=self.signed(**more))

    def to_confirm(self, quantity: Decimal | None = None, **more: object) -> Project:
        """A project whose delivery was reported."""
        return self.deliver(self.under_way(**more), quantity)

    def deliver(self, project: Project, quantity: Decimal | None = None) -> Project:
        """Report the delivery."""
        return report_delivery(
            actor=self.manager,
            project=project,
            text="路灯已装好并点亮",
            delivered_quantity=quantity or project.quantity,
            photos=[photo(self.manager)],
        )

    def confirmed(self, by: Actor | None = None, **more: object) -> Project:
        """A project that the level above the village has confirmed."""
        project = self.to_confirm(**more)  # type: ignore[arg-type]
        return confirm_receipt(actor=by or self.offices.township, project=project, face=Face.GOOD).project

    def wish(self, **changes: object) -> Need:
        """A small wish of one household in the library: a wheelchair."""
        request = verified_request(self.offices, text="父亲腿脚不便，想要一辆轮椅。", **changes)
        given = {
            "title": "轮椅一辆",
            "quantity": Decimal(1),
            "unit": "辆",
            "total_fen": 60_000,
            "subfield": "disability",
        }
        values = need_values(**given)
        need = make_need(actor=self.offices.village_colleague, values=values, requests=[request])
        need = submit_need(actor=self.offices.village_colleague, need=need)
        if not need.is_last_step:
            need = verify_need(actor=self.offices.township, need=need, opinion="情况属实")
        return decided(self.offices, need)

    def claimed(self, **changes: object) -> Project:
        """A household's small wish that the organization has claimed."""
        return claim_wish(actor=self.manager, need=self.wish(**changes), quantity=Decimal(1))


def make_sides(offices: Offices, organization: Organization) -> Sides:
    """Both sides of projects."""
    return Sides(offices, organization, seat_of(organization))
