package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/** The names by which clients ask for a model, and its name at the backend. */
class NamesTest {
    @ParameterizedTest
    @EnumSource(Client.class)
    void anAliasStandsForItsModelAndIsEchoed(Client client) throws IOException {
        for (Client backend : Client.values()) {
            String aliases = ",\"models\":{\"aliases\":{\"fast\":\"tiny\"}}";
            try (Setting setting = Setting.with(backend, "", aliases)) {
                Reply reply =
                        setting.ask(client, Client.question("Hi", true).replace("tiny", "fast"));

                assertThat(reply.text()).isEqualTo("Hello there!");
                assertThat(setting.asked().get("model")).contains(Json.of("tiny"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aNameWithoutATagMeansLatest(Client client) throws IOException {
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            setting.backend().on("GET", "/api/tags", FakeOllama.tags("tiny:latest"));

            Reply plain = setting.ask(client, Client.question("Hi", true));
            Reply tagged =
                    setting.ask(client, Client.question("Hi", true).replace("tiny", "tiny:latest"));
            Reply other =
                    setting.ask(client, Client.question("Hi", true).replace("tiny", "tiny:7b"));

            assertThat(plain.text()).isEqualTo("Hello there!");
            assertThat(tagged.text()).isEqualTo("Hello there!");
            assertThat(other.status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aNameMayBeWrittenInAnotherCase(Client client) throws IOException {
        for (Client backend : Client.values()) {
            try (Setting setting = Setting.with(backend)) {
                Reply reply =
                        setting.ask(client, Client.question("Hi", true).replace("tiny", "TINY"));

                assertThat(reply.text()).isEqualTo("Hello there!");
                assertThat(setting.asked().get("model")).contains(Json.of("tiny"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aModelIsCountedUnderOneNameHoweverItIsSpelled(Client client) throws IOException {
        String aliases = ",\"models\":{\"aliases\":{\"fast\":\"tiny\"}}";
        try (Setting setting = Setting.with(client, "", aliases)) {
            for (String name : List.of("tiny", "TINY", "tInY", "Tiny:Latest", "fast", "FAST")) {
                assertThat(
                                setting.ask(
                                                client,
                                                Client.question("Hi", true).replace("tiny", name))
                                        .text())
                        .isEqualTo("Hello there!");
            }
            setting.ask(client, Client.question("Hi", true).replace("tiny", "nobody"));

            // The listener of an exchange is called when its answer has been sent.
            Polled.untilPasses(
                    () ->
                            assertThat(counted(setting))
                                    .anyMatch(
                                            line ->
                                                    line.contains("model=\"tiny")
                                                            && line.endsWith(" 6.0"))
                                    .hasSize(2));
        }
    }

    private static List<String> counted(Setting setting) throws IOException {
        return RawHttp.get(setting.port(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("chasqui_requests_total"))
                .toList();
    }
}
