"""统筹匹配 in the demonstration: a round whose list went out last week, and one that waits for its release today."""

from duijie.apps.matches.models import Round, Suggestion
from duijie.apps.matches.services import suggestions
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round, release_round
from duijie.demo.places import SECOND_VILLAGE, THIRD_VILLAGE, VILLAGE
from duijie.demo.stories.needs import published
from duijie.demo.world import World, days_ago

_NEEDS: tuple[tuple[str, str, str, str, str, int, str, dict[str, str]], ...] = (
    ("cun1", VILLAGE, "环村路夜间照明", "livelihood", "lighting", 150, "盏", {}),
    ("cun3", SECOND_VILLAGE, "教学点门口照明", "livelihood", "lighting", 120, "盏", {}),
    ("cun4", THIRD_VILLAGE, "文化广场照明", "livelihood", "lighting", 140, "盏", {}),
    ("cun1", VILLAGE, "独居老人每周上门助浴", "livelihood", "elderly", 30, "户", {"form": "service"}),
    ("cun4", THIRD_VILLAGE, "失能老人上门陪护", "livelihood", "elderly", 26, "户", {"form": "service"}),
    ("cun3", SECOND_VILLAGE, "村小图书更新", "culture_sport", "reading", 800, "册", {"maker": "school"}),
    ("cun4", THIRD_VILLAGE, "马铃薯储藏技术培训", "agritech", "farming_advice", 6, "次", {"form": "technology"}),
    ("cun4", THIRD_VILLAGE, "河道垃圾清理", "ecology", "waste", 3, "公里", {"form": "service"}),
    ("cun4", THIRD_VILLAGE, "村口荒坡绿化", "ecology", "greening", 40, "亩", {"form": "goods"}),
)


def tell(world: World) -> None:
    """Needs of three villages, two rounds, and what became of the first."""
    with days_ago(10):
        for author, place, title, field, subfield, quantity, unit, more in _NEEDS:
            published(world, author, place, title, field, subfield, quantity, unit, **more)
    with days_ago(9):
        released = _computed(world)
        release_round(actor=world["xian2"], row=released, note="请先与村里联系，自愿承接。")
    with days_ago(8):
        _answer(world, released)
    with days_ago(6):
        suggestions.lapse_overdue()
    with days_ago(1):
        _computed(world)


def _computed(world: World) -> Round:
    row = prepare_round(actor=world["xian1"])
    compute(row.pk)
    row.refresh_from_db()
    return row


def _answer(world: World, row: Round) -> None:
    """One organization answers 暂不承接; the others let the time pass."""
    ours = world.organizations["foundation"]
    asked = Suggestion.objects.filter(round_pair__round=row, organization=ours, state="open").first()
    if asked:
        actor, note = world["jijin1"], "本月已排满"
        suggestions.decline(actor=actor, suggestion=asked, decline_reason="capacity", decline_note=note)
