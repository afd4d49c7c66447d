package dev.chasqui.adapters.upstream.plugin;

import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.testkit.TestHttp;

/** The test kit's client obeys the rules of clients. */
class FakeHttpTest extends HttpContract {
    private final TestHttp http = new TestHttp();

    @Override
    Http http() {
        return http;
    }

    @Override
    String answer(String method, String path, int status, String body) {
        String url = "https://api.example" + path;
        http.answer(method + " " + url, status, body);
        return url;
    }

    @Override
    String unreachable() {
        return "https://nobody.example";
    }
}
