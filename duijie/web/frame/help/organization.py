"""Help for social organizations: each page in two or three sentences, as a colleague would."""

from duijie.kernel.errors import mark
from duijie.web.frame.help.topics import Topic

AUDIENCE = mark("Help for social organizations")
TOPICS = (
    Topic(
        "organization-home",
        mark("Our desk"),
        (
            mark("What awaits an answer from you stands first, with the time that is left."),
            mark("“Interested” binds you to nothing. Only “Commit” opens a project."),
        ),
        ("organization:home",),
    ),
    Topic(
        "organization-needs",
        mark("Needs that fit"),
        (
            mark("The list shows needs that fit your offers, each with the reasons."),
            mark("Take all of it or a part: several organizations may share one need."),
        ),
        ("organization:needs",),
    ),
    Topic(
        "organization-offers",
        mark("Our offers"),
        (
            mark(
                "Say plainly what you give, to whom, where and how much. Your registration office looks at it, then "
                "villagers can order it."
            ),
            mark("When there is no room left, the offer leaves the menu by itself."),
        ),
        (
            "organization:offers",
            "organization:new-offer",
            "organization:offer",
        ),
    ),
    Topic(
        "organization-offer-lists",
        mark("Our offers as Excel"),
        (
            mark("Download the list, edit it in WPS or Excel, and send it back. Leave the hidden column as it is."),
            mark(
                "You see row by row what would change; nothing counts before you accept it, and a row that is missing "
                "deletes nothing."
            ),
        ),
        (
            "organization:offers-return",
            "organization:offers-review",
        ),
    ),
    Topic(
        "organization-projects",
        mark("Our projects"),
        (
            mark(
                "Write the agreement, begin, report what arrived with a photo. It counts when the receiving side "
                "confirms it."
            ),
            mark("Money never passes through this platform; you only record what was agreed, paid, arrived and used."),
        ),
        (
            "organization:projects",
            "organization:project",
        ),
    ),
    Topic(
        "organization-record",
        mark("Our record and receipts"),
        (
            mark("Here stands what receiving sides have confirmed. What you reported yourselves does not count."),
            mark("The Excel file holds all of it, for your annual report or for who gives you money."),
        ),
        ("organization:record",),
    ),
    Topic(
        "organization-subscriptions",
        mark("Our subscriptions"),
        (
            mark("Filter a list and press “Subscribe to this search”: what is newly published and fits comes to you."),
            mark("Once a day in one message; only what is urgent comes at once. Each of you chooses by which ways."),
        ),
        (
            "organization:subscriptions",
            "organization:subscription",
            "organization:subscription-new",
        ),
    ),
    Topic(
        "organization-pledges",
        mark("Our pledges to other provinces"),
        (
            mark("A pledge goes to the office of the need by itself, and is tried again while the network is cut."),
            mark("The answer comes back with the record of the other province. To commit you register there."),
        ),
        (
            "organization:pledges",
            "organization:pledge",
        ),
    ),
    Topic(
        "organization-profile",
        mark("About us"),
        (mark("What stands here is public, but for persons and telephone numbers."),),
        ("organization:profile",),
    ),
)
