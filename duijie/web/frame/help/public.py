"""Help for everybody: each page in two or three sentences, as a colleague would."""

from duijie.kernel.errors import mark
from duijie.web.frame.help.topics import Topic

AUDIENCE = mark("Help for everybody")
TOPICS = (
    Topic(
        "public-search",
        mark("To find something"),
        (mark("Type a word, a place or the sound of it in pinyin; a slip in one sign does no harm."),),
        ("public:search",),
    ),
    Topic(
        "public-needs",
        mark("Needs"),
        (
            mark(
                "Only needs of villages, schools and counties stand here. What one household asks for is never "
                "published."
            ),
            mark("Each need shows how far it has come, and who has confirmed it."),
        ),
        (
            "public:needs",
            "public:need",
        ),
    ),
    Topic(
        "public-offers",
        mark("Services on offer"),
        (mark("Services and help that social organizations offer. A village or a villager can order them."),),
        (
            "public:offers",
            "public:offer",
        ),
    ),
    Topic(
        "public-organizations",
        mark("Social organizations"),
        (
            mark(
                "Their standing comes from the office that registered them; their record counts only what receivers "
                "confirmed."
            ),
        ),
        (
            "public:organizations",
            "public:organization",
        ),
    ),
    Topic(
        "public-figures",
        mark("Results"),
        (
            mark("Each figure says how it is counted and leads to the list behind it, so you can count it again."),
            mark(
                "The quarter's figures are read again after 90, 180 and 365 days, and nothing drops out because it "
                "failed."
            ),
        ),
        (
            "public:figures",
            "public:figures-behind",
        ),
    ),
    Topic(
        "public-records",
        mark("The public record"),
        (
            mark("Every public act leaves an entry here that nobody can change unseen. An entry names nobody."),
            mark("Have you got a receipt or its code? “Check a record” tells whether it agrees with the entry."),
        ),
        (
            "public:ledger",
            "public:ledger-month",
            "public:project-records",
            "public:entry",
        ),
    ),
    Topic(
        "public-verify",
        mark("Check a record"),
        (
            mark("Enter the code of the paper, choose its file, or hold its large code before the camera."),
            mark("Where scripts run, your own device does the check and sends nothing away. No account is needed."),
        ),
        ("public:verify",),
    ),
    Topic(
        "public-rounds",
        mark("Rounds of matching"),
        (mark("A round proposes who might help whom. It comes with a proof that anybody can compute again."),),
        (
            "public:rounds",
            "public:round",
        ),
    ),
    Topic(
        "public-account",
        mark("Messages to you"),
        (
            mark("Everything that happens to your affairs is said here, once each. Open a line to go there."),
            mark("Under “What was sent to me and why” you see what went to your phone or mail box, word by word."),
        ),
        (
            "frame:inbox",
            "frame:told",
            "frame:notice-ways",
        ),
    ),
)
