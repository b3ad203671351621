from django.test import Client

from duijie.web.frame import components


def test_elder_mode_is_remembered_and_comes_back_to_the_page():
    client = Client()
    response = client.post("/elder/", {"elder": "1", "next": "/needs/?county=a"})
    assert response.headers["Location"] == "/needs/?county=a"
    assert client.cookies["elder"].value == "1"
    client.post("/elder/", {"elder": "0", "next": "/"})
    assert client.cookies["elder"].value == ""


def test_elder_mode_never_leads_away_from_the_site():
    response = Client().post("/elder/", {"elder": "1", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_a_page_in_elder_mode_offers_fewer_ways_and_a_voice(ask):
    plain = components.show(ask("/_components")).content.decode()
    elder = components.show(ask("/_components", HTTP_COOKIE="elder=1")).content.decode()
    assert 'class="elder"' in elder
    assert 'class="elder"' not in plain
    assert "朗读本页" in elder
    assert "aloud.js" in elder
    assert "aloud.js" not in plain
