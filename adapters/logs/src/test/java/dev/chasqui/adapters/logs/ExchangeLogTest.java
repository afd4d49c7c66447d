package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Loop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class ExchangeLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Logs logs;

    @BeforeEach
    void openLog() throws IOException {
        logs =
                Logs.open(
                        System.Logger.Level.INFO,
                        new JsonFormat(),
                        Optional.of(new PrintStream(out, false, StandardCharsets.UTF_8)),
                        Optional.empty());
    }

    @AfterEach
    void closeLog() {
        logs.close();
    }

    @Test
    void anExchangeIsOneLineWithAllFieldsOfItsRecord() {
        assertThat(line(Records.success("llama3")))
                .contains("\"level\":\"info\"")
                .endsWith(
                        "\"message\":\"exchange\",\"id\":\"ab12\",\"dialect\":\"openai\","
                                + "\"operation\":\"/v1/chat/completions\",\"caller\":\"ada\","
                                + "\"model\":\"llama3\",\"backend\":\"gpu\","
                                + "\"agents\":[\"context\",\"rag\"],\"status\":200,"
                                + "\"streamed\":true,\"firstEventMs\":130,\"totalMs\":812,"
                                + "\"promptTokens\":12,\"completionTokens\":40}");
    }

    @Test
    void unknownValuesAreLeftOut() {
        Failure failure = new Failure.UnknownModel("x", List.of("llama3"));

        assertThat(line(Records.failure(404, failure, Optional.empty())))
                .endsWith(
                        "\"caller\":\"127.0.0.1\",\"status\":404,\"streamed\":false,\"totalMs\":3,"
                                + "\"failure\":\"model_not_found\","
                                + "\"reason\":\"model 'x' not found; there are: llama3\"}");
    }

    static Stream<Failure> faultsOfCallers() {
        return Stream.of(
                new Failure.Invalid("model", "missing"),
                new Failure.TooLarge("too large"),
                new Failure.Unauthenticated("no key"),
                new Failure.Forbidden("no"),
                new Failure.UnknownModel("x", List.of()),
                refused("context length exceeded"),
                new Failure.Cancelled());
    }

    @ParameterizedTest
    @MethodSource("faultsOfCallers")
    void faultsOfCallersAreInfo(Failure failure) {
        assertThat(line(Records.failure(400, failure, Optional.empty())))
                .contains("\"level\":\"info\"", "\"failure\":\"" + failure.code() + "\"");
    }

    static Stream<Failure> faultsOfOthers() {
        return Stream.of(
                new Loop("loop"),
                new Failure.Overloaded("full", Duration.ofSeconds(1)),
                new Failure.BackendUnreachable("gpu", "refused"),
                new Failure.BackendFailed("gpu", "500"),
                new Failure.BackendBroke("gpu", "no end"),
                new Failure.BackendTimeout("gpu", "the first byte", Duration.ofSeconds(1)),
                new Failure.DiskFull("the disk is full"),
                new Failure.AgentFailed("rag", "no index"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfOthers")
    void faultsOfBackendsAndAgentsAreWarnings(Failure failure) {
        assertThat(line(Records.failure(502, failure, Optional.empty())))
                .contains("\"level\":\"warning\"", failure.message());
    }

    @Test
    void aFaultOfOursIsAnErrorWithItsCause() {
        Throwable cause = new IllegalStateException("the bug");

        assertThat(line(Records.failure(500, new Failure.Internal(), Optional.of(cause))))
                .contains("\"level\":\"error\"", "\"failure\":\"internal\"")
                .contains("\"error\":{\"class\":\"java.lang.IllegalStateException\"")
                .contains("\"stack\":\"java.lang.IllegalStateException: the bug\\n\\tat ");
    }

    @Test
    void wordsThatMayQuoteTheConversationAreNotLogged() {
        Failure invalid = new Failure.Invalid("messages[0].content", "secret (expected: a string)");
        Failure malformed = new Failure.Invalid(Optional.empty(), "unexpected token 'secret'");

        assertThat(line(Records.failure(400, invalid, Optional.empty())))
                .doesNotContain("secret")
                .contains("\"reason\":\"messages[0].content\"");
        assertThat(line(Records.failure(400, malformed, Optional.empty())))
                .doesNotContain("secret")
                .contains("\"reason\":\"the request as a whole\"");
        assertThat(line(Records.failure(400, refused("cannot parse 'secret'"), Optional.empty())))
                .doesNotContain("secret")
                .contains("\"reason\":\"the backend answered 400 invalid_request_error\"");
    }

    @Test
    void aBackendsOwnWordsOfItsFailureAreLogged() {
        Failure failed = new Failure.BackendFailed("gpu", "it died", Optional.of("out of memory"));
        assertThat(line(Records.failure(502, failed, Optional.empty())))
                .contains("\"reason\":\"backend 'gpu' failed: it died: out of memory\"");
        Failure broke = new Failure.BackendBroke("gpu", "it stopped", Optional.of("no slot"));
        assertThat(line(Records.failure(200, broke, Optional.empty())))
                .contains("\"reason\":\"backend 'gpu' broke off its reply: it stopped: no slot\"");
    }

    @Test
    void longValuesOfClientsAreCut() {
        assertThat(line(Records.success("m".repeat(100_000))))
                .contains("\"model\":\"" + "m".repeat(200) + "…\"");
    }

    @Test
    void valuesOfClientsBreakNoLine() {
        assertThat(line(Records.success("a\nb"))).contains("\"model\":\"a\\nb\"");
    }

    private static Failure refused(String message) {
        return new Failure.BackendRefused(
                "gpu",
                400,
                message,
                Optional.of("invalid_request_error"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private String line(ExchangeRecord exchange) {
        out.reset();
        new ExchangeLog().finished(exchange);
        logs.flush();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }
}
