"""Help for villagers: each page in two or three sentences, as a colleague would."""

from duijie.kernel.errors import mark
from duijie.web.frame.help.topics import Topic

AUDIENCE = mark("Help for villagers")
TOPICS = (
    Topic(
        "village-home",
        mark("First page for villagers"),
        (
            mark("Three things can be done here: say what you need, choose a service, see how it stands."),
            mark(
                "You need no account. Who cannot read or has no phone asks the village committee, which enters it "
                "for him."
            ),
        ),
        ("village:home",),
    ),
    Topic(
        "village-request",
        mark("To say what you need"),
        (
            mark("Answer one question on each page. “Back” takes nothing away."),
            mark("The village looks into it first. What a household asks for is never published."),
            mark("At the end you get a code. Keep it: with it you see how it stands."),
        ),
        (
            "village:request",
            "village:request-place",
            "village:request-who",
            "village:request-what",
            "village:request-check",
            "village:sent",
        ),
    ),
    Topic(
        "village-paper",
        mark("On a sheet of paper"),
        (
            mark("Print the sheet, fill it in by hand, and take a photo of the whole sheet from above."),
            mark("Read what was made of it and put right what is wrong. Nothing is sent before you say so."),
        ),
        ("village:request-paper",),
    ),
    Topic(
        "village-menu",
        mark("To choose a service"),
        (
            mark(
                "These services are given by social organizations that an office has looked at. They cost you "
                "nothing unless it says so."
            ),
            mark("Choose one and say where you live. The organization answers within the time that is shown."),
        ),
        (
            "village:menu",
            "village:offer",
            "village:order-place",
            "village:order-who",
            "village:order-check",
        ),
    ),
    Topic(
        "village-follow",
        mark("To see how it stands"),
        (
            mark("Enter the code that you were given; capital or small letters make no difference."),
            mark("Lost it? Ask the village committee, or sign in with your phone number."),
        ),
        (
            "village:follow",
            "village:request-page",
            "village:order-page",
        ),
    ),
    Topic(
        "village-confirm",
        mark("To confirm what arrived"),
        (
            mark(
                "Press only when the things are there or the work is done. Your word alone decides whether it counts."
            ),
            mark(
                "Something missing or broken? Choose “There is a problem”; it goes to the village, the township and "
                "the county."
            ),
        ),
        (
            "village:confirm",
            "village:delivery",
        ),
    ),
    Topic(
        "village-field",
        mark("Field visits"),
        (
            mark("Works without a network: what you enter stays on this phone and goes out by itself later."),
            mark("Ask for consent before you write down anything about a household."),
        ),
        ("village:field",),
    ),
)
