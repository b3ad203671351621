"""Help for officials: each page in two or three sentences, as a colleague would."""

from duijie.kernel.errors import mark
from duijie.web.frame.help.topics import Topic

AUDIENCE = mark("Help for officials")
TOPICS = (
    Topic(
        "office-subscriptions",
        mark("Your office's subscriptions"),
        (
            mark("What is newly published and fits comes to everybody in your office, once a day; urgent at once."),
            mark("Needs of partner divisions in the west come without being asked for, until the document ends."),
        ),
        (
            "office:subscriptions",
            "office:subscription",
            "office:subscription-new",
            "office:partners",
        ),
    ),
    Topic(
        "office-queue",
        mark("Your work queue"),
        (
            mark(
                "What waits for your office stands here, the nearest time limit first. Nobody but your office and "
                "the level above sees how long it has waited."
            ),
            mark("Open a line, decide, and the next one comes up. The keys for this are shown under “?”."),
            mark("You cannot verify what you typed yourself; a colleague or the level above does."),
        ),
        (
            "office:queue",
            "office:work-need",
            "office:work-request",
        ),
    ),
    Topic(
        "office-requests",
        mark("Requests of households"),
        (
            mark("A request belongs to one household and is never published. Verify it on the spot and say how."),
            mark("Several alike become one need: choose them and press “Make one need of them”."),
        ),
        (
            "office:requests",
            "office:request",
            "office:bundling",
        ),
    ),
    Topic(
        "office-needs",
        mark("Needs"),
        (
            mark(
                "Before the county decides, the need must say how far policies cover it. What a policy covers goes "
                "to that policy by letter."
            ),
            mark("Narrow the list by its conditions, and save those that you use every day."),
            mark(
                "Take the list along as Excel, edit it in WPS, send it back: you see each difference before it counts."
            ),
        ),
        (
            "office:needs",
            "office:need",
        ),
    ),
    Topic(
        "office-imports",
        mark("Need lists"),
        (
            mark("Send your own Excel sheet as it is; the first time you say which column is what."),
            mark("Nothing is entered before you have seen the rows and what is wrong with them."),
        ),
        ("office:imports",),
    ),
    Topic(
        "office-matching",
        mark("Recommendations"),
        (
            mark(
                "A recommendation is voluntary: an organization answers within its time, and may say no without "
                "giving a reason to others."
            ),
            mark("Every line says why the two fit. Choose “Why not?” to see what stands in the way of another."),
        ),
        (
            "office:matching",
            "office:need-matching",
            "office:recommend",
        ),
    ),
    Topic(
        "office-rounds",
        mark("Rounds of matching"),
        (
            mark(
                "A round looks at all open needs and offers at once and proposes a list. Nothing is sent before you "
                "have looked at it and released it."
            ),
            mark("Anybody can compute the list again from its proof."),
        ),
        (
            "office:rounds",
            "office:round",
            "office:round-list",
        ),
    ),
    Topic(
        "office-projects",
        mark("Projects"),
        (
            mark("A project counts as fulfilled only when the receiving side confirms it."),
            mark("A village's deliveries are confirmed by a colleague who did not enter them, or by the level above."),
        ),
        (
            "office:projects",
            "office:project",
        ),
    ),
    Topic(
        "office-organizations",
        mark("Organizations"),
        (
            mark(
                "Check the standing in the register before you confirm; you do not approve the organization's work, "
                "only say that its standing is good."
            ),
        ),
        (
            "office:organizations",
            "office:organization",
        ),
    ),
    Topic(
        "office-offers",
        mark("Offers"),
        (
            mark(
                "An offer is published when its organization is in good standing and it says for whom, where and "
                "how much."
            ),
        ),
        (
            "office:offers",
            "office:offer",
        ),
    ),
    Topic(
        "office-overview",
        mark("At a glance"),
        (
            mark(
                "Each figure shows how it is counted and leads to the list behind it. Steps are compared here, "
                "never persons or places."
            ),
        ),
        ("office:overview",),
    ),
    Topic(
        "office-units",
        mark("Reporting units"),
        (
            mark("A late or silent log is a question to the unit's keeper; call before you write. Nobody is ranked."),
            mark("The sum holds only units that have stated this reading; those that are missing stand by name."),
        ),
        (
            "office:units",
            "office:country-figures",
        ),
    ),
    Topic(
        "office-flags",
        mark("Worth a look"),
        (
            mark(
                "These are questions, not accusations: somebody has acted on two sides, or the same device was "
                "used. Ask before you judge."
            ),
        ),
        ("office:flags",),
    ),
    Topic(
        "office-sources",
        mark("Other provinces"),
        (
            mark(
                "What another province publishes is checked entry by entry before it stands here. You follow it by "
                "the address and the keys that it gives you in writing."
            ),
            mark("Late or silent ones go on by themselves. When one contradicts itself, keep the evidence and ask."),
        ),
        (
            "office:sources",
            "office:source",
        ),
    ),
    Topic(
        "office-pledges",
        mark("Pledges from other provinces"),
        (
            mark("The platform of the other province has signed it; call the organization's office before you answer."),
            mark("A welcome holds nothing of the need. The organization commits once it is registered here."),
        ),
        (
            "office:pledges",
            "office:pledge",
            "office:pledge-accept",
            "office:pledge-decline",
        ),
    ),
    Topic(
        "office-accounts",
        mark("Accounts"),
        (
            mark(
                "You look after the accounts of your own office and of the level below. A closed account keeps its "
                "history."
            ),
        ),
        (
            "frame:people",
            "frame:person",
        ),
    ),
)
