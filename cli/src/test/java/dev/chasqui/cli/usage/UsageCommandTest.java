package dev.chasqui.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The commands `chasqui usage` and `chasqui audit`. */
class UsageCommandTest {
    private static final String SUM =
            "\"requests\":%d,\"failed\":1,\"prompt_tokens\":20,\"completion_tokens\":5,"
                    + "\"cost\":0.5,\"average_latency_ms\":12";

    private static final String STATS =
            "{\"object\":\"stats\",\"total\":{%s},\"by\":\"user\",\"data\":[{\"name\":\"\",%s},"
                            .formatted(SUM.formatted(3), SUM.formatted(1))
                    + "{\"name\":\"=ana,1\",%s}]}".formatted(SUM.formatted(2));

    private static final String AUDIT =
            "{\"object\":\"list\",\"data\":[{\"at\":\"2026-11-30T12:00:00Z\",\"who\":\"root\","
                    + "\"action\":\"plugin.disable\",\"subject\":\"rag\",\"before\":{\"state\":"
                    + "\"active\"},\"after\":{\"state\":\"disabled\"}}]}";

    private final FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sumsAreATableWithATotal() throws Exception {
        server.on("GET", "/v1/stats", Answer.json(200, STATS));

        assertThat(run("usage"))
                .isEqualTo(
                        new CommandRun(
                                0,
                                """
                                USER    REQUESTS  FAILED  PROMPT TOKENS  COMPLETION TOKENS  COST  AVERAGE MS
                                -       1         1       20             5                  0.5   12
                                =ana,1  2         1       20             5                  0.5   12
                                total   3         1       20             5                  0.5   12
                                """,
                                ""));
        assertThat(server.awaitRequest("/v1/stats").message().firstLine())
                .startsWith("GET /v1/stats?by=user HTTP");
    }

    @Test
    void theOptionsBecomeParameters() throws Exception {
        server.on("GET", "/v1/stats", Answer.json(200, STATS));

        assertThat(
                        run(
                                        "usage",
                                        "--by=day",
                                        "--from=2026-11-30T12:00:00+01:00",
                                        "--until=1d",
                                        "--user=ñ",
                                        "--json")
                                .out())
                .isEqualTo(STATS + "\n");
        assertThat(server.awaitRequest("/v1/stats").message().firstLine())
                .startsWith(
                        "GET /v1/stats?by=day&from=2026-11-30T12%3A00%3A00%2B01%3A00&until=1d"
                                + "&user=%C3%B1 HTTP");
    }

    @Test
    void aNameInCsvIsNoFormula() {
        server.on("GET", "/v1/stats", Answer.json(200, STATS));

        assertThat(run("usage", "--csv").out())
                .isEqualTo(
                        """
                        user,requests,failed,prompt_tokens,completion_tokens,cost,average_latency_ms
                        ,1,1,20,5,0.5,12
                        "'=ana,1",2,1,20,5,0.5,12
                        """);
    }

    @Test
    void nothingIsASentence() {
        server.on("GET", "/v1/stats", Answer.json(200, "{\"total\":{},\"data\":[]}"));
        server.on("GET", "/admin/audit", Answer.json(200, "{\"data\":[]}"));

        assertThat(run("usage").out()).isEqualTo("There was no request in this time.\n");
        assertThat(run("audit").out()).isEqualTo("Nothing has been changed.\n");
    }

    @Test
    void aRefusalIsQuoted() {
        server.on("GET", "/v1/stats", FakeOpenAi.error(400, "from: 'x' (expected: a date)"));

        assertThat(run("usage", "--from=x"))
                .isEqualTo(new CommandRun(1, "", "chasqui: from: 'x' (expected: a date)\n"));
    }

    @Test
    void twoFormatsOrAnUnknownPropertyAreRefused() {
        assertThat(run("usage", "--json", "--csv").exitCode()).isEqualTo(2);
        CommandRun run = run("usage", "--by=moon");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--by", "chasqui usage --help");
    }

    @Test
    void singleRequestsAreExportedAsAFile(@TempDir Path folder) throws Exception {
        Path csv = folder.resolve("all.csv");
        server.on("GET", "/v1/history", Answer.whole(200, "text/csv", "id,at\na,1\nb,ñ\n"));

        CommandRun run = run("usage", "--export", csv.toString(), "--from=7d", "--user=ana");
        assertThat(run).isEqualTo(new CommandRun(0, "2 requests are in " + csv + ".\n", ""));
        assertThat(csv).hasContent("id,at\na,1\nb,ñ\n");
        assertThat(server.awaitRequest("/v1/history").message().firstLine())
                .startsWith("GET /v1/history?format=csv&limit=1000000&from=7d&user=ana HTTP");
    }

    @Test
    void anExportThatBreaksOffLeavesTheFileAsItWas(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("all.jsonl"), "before");
        server.on(
                "GET",
                "/v1/history",
                Answer.whole(200, "application/jsonl", "{}\n".repeat(99)).cutAfter(50));

        assertThat(run("usage", "--export", file.toString()).err()).contains("went away");
        assertThat(file).hasContent("before");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");

        server.on("GET", "/v1/history", FakeOpenAi.error(403, "user: not you"));
        assertThat(run("usage", "--export", file.toString()).err()).contains("user: not you");
        assertThat(file).hasContent("before");
    }

    @Test
    void anExportNeedsAFileOfAKnownFormatAndHasNoSums(@TempDir Path folder) {
        assertThat(run("usage", "--export", folder.resolve("all.xls").toString()).err())
                .contains(".csv or .jsonl");
        CommandRun sums = run("usage", "--export", folder.resolve("a.csv").toString(), "--by=key");
        assertThat(sums.exitCode()).isEqualTo(2);
        assertThat(sums.err()).contains("--by");
        assertThat(run("usage", "--export", folder.resolve("no/a.csv").toString()).err())
                .contains("cannot be made", "in a folder that is there");
    }

    @Test
    void theHelpHasExamples() {
        assertThat(run("usage", "--help").out()).contains("chasqui usage --by model --from 7d");
        assertThat(run("audit", "--help").out()).contains("chasqui audit --limit 10");
    }

    @Test
    void changesAreATable() throws Exception {
        server.on("GET", "/admin/audit", Answer.json(200, AUDIT));

        assertThat(run("audit", "--limit=7").out().lines())
                .hasSize(2)
                .element(1)
                .isEqualTo(
                        "2026-11-30T12:00:00Z  root  plugin.disable  rag  {\"state\":\"active\"}"
                                + "  {\"state\":\"disabled\"}");
        assertThat(server.awaitRequest("/admin/audit").message().firstLine())
                .startsWith("GET /admin/audit?limit=7 HTTP");
        assertThat(run("audit", "--json").out()).isEqualTo(AUDIT + "\n");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Map.of("CHASQUI_URL", server.url().toString()), arguments);
    }
}
