package dev.chasqui.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

class ListCommandTest {
    private static final String WANTED =
            "{\"error\":{\"message\":\"a key is"
                    + " needed\",\"type\":\"auth\",\"param\":null,\"code\":null}}";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void modelsAreATableWithTheColumnsThatSaySomething() {
        models(
                """
                {"data":[{"id":"a-long-name:latest","owned_by":"gpu"},{"id":"b","owned_by":"built in"}]}
                """);

        assertThat(run("models").out())
                .isEqualTo(
                        """
                        MODEL               BACKEND
                        a-long-name:latest  gpu
                        b                   built in
                        """);
    }

    @Test
    void aBackendAndAStateOfItsOwnComeBeforeTheOwner() {
        models(
                "{\"data\":[{\"id\":\"a\",\"owned_by\":\"x\",\"backend\":\"gpu\",\"state\":\"down\"}]}");

        assertThat(run("models").out())
                .isEqualTo(
                        """
                        MODEL  BACKEND  STATE
                        a      gpu      down
                        """);
    }

    @Test
    void whatThePoolDoesWithAModelIsBesideIt() {
        models(
                """
                {"data":[
                  {"id":"a","backend":"pool","state":"ready","memory":2254857830,"gpu_memory":0,
                   "actual_memory":2362232012,"expected_memory":1073741824,
                   "pinned":true,"leases":2,"waiting":0},
                  {"id":"b","backend":"pool","state":"absent","pinned":false,"leases":0,"waiting":3},
                  {"id":"c","backend":"gpu"}]}
                """);

        assertThat(run("models").out())
                .isEqualTo(
                        """
                        MODEL  BACKEND  STATE          MEMORY                      LEASES  WAITING
                        a      pool     ready, pinned  2.2 GiB (expected 1.0 GiB)  2
                        b      pool     absent                                             3
                        c      gpu
                        """);
    }

    @Test
    void noModelsIsASentence() {
        models("{\"data\":[]}");

        assertThat(run("models")).isEqualTo(new CommandRun(0, "The server offers no model.\n", ""));
    }

    @Test
    void jsonIsWhatTheServerSent() {
        models("{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"created\":1}]}");

        assertThat(run("models", "--json").out())
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"created\":1}]}\n");
    }

    @Test
    void agentsAreATableOfWhatOneTypes() {
        server.on(
                "GET",
                "/admin/agents",
                Answer.json(
                        200,
                        """
                        {"agents":[{"name":"context","help":"adds snippets","usage":"/context takes snippets"}]}
                        """));

        assertThat(run("agents").out())
                .isEqualTo(
                        """
                        AGENT     DESCRIPTION AND ARGUMENTS
                        /context  adds snippets
                                  /context takes snippets
                        """);
    }

    @Test
    void theKeyOfTheEnvironmentIsShownToTheServer() throws Exception {
        server.on("GET", "/v1/models", FakeOpenAi.models("a"));

        CommandRun.of(Map.of("CHASQUI_URL", server.url() + "/", "CHASQUI_KEY", "chq_1"), "models");

        assertThat(server.awaitRequest("/v1/models").message().header("Authorization"))
                .contains("Bearer chq_1");
    }

    @Test
    void whoHasNoKeyIsToldWhereToPutIt() {
        server.on("GET", "/v1/models", Answer.json(401, WANTED));

        assertThat(run("models"))
                .isEqualTo(
                        new CommandRun(
                                1,
                                "",
                                "chasqui: "
                                        + server.url()
                                        + " wants a key: set CHASQUI_KEY to yours.\n"));
        assertThat(
                        CommandRun.of(
                                        Map.of("CHASQUI_KEY", "chq_1"),
                                        "models",
                                        "--url=" + server.url())
                                .err())
                .contains("does not know the key")
                .doesNotContain("chq_1");
    }

    @Test
    void aServerThatRefusesIsQuoted() {
        server.on("GET", "/admin/agents", FakeOpenAi.error(403, "an admin's key is needed"));

        CommandRun run = run("agents");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("chasqui: an admin's key is needed");
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        server.close();

        CommandRun run = run("models");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .contains("no server answers at " + server.url(), "chasqui serve", "CHASQUI_URL");
    }

    @Test
    void whatIsNoChasquiIsCalledSo() {
        server.on("GET", "/v1/models", Answer.whole(200, "text/html", "<html>"));
        assertThat(run("models").err()).contains("that is no Chasqui");

        models("{\"models\":[]}");
        assertThat(run("models").err()).contains("has no list of data");

        server.on("GET", "/v1/models", Answer.hangUp());
        assertThat(run("models").err().lines()).hasSize(1);
        assertThat(run("models").exitCode()).isEqualTo(1);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        CommandRun run = CommandRun.of(Map.of("CHASQUI_URL", "localhost:8000"), "models");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("localhost:8000 (expected:");
    }

    private void models(String json) {
        server.on("GET", "/v1/models", Answer.json(200, json));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Map.of("CHASQUI_URL", server.url().toString()), arguments);
    }
}
