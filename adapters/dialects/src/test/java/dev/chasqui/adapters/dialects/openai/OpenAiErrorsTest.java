package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.OpenAiErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Loop;
import dev.chasqui.testing.Recording;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class OpenAiErrorsTest {
    private static final Optional<String> NONE = Optional.empty();

    private final OpenAiErrorStyle style = OpenAiErrorStyle.INSTANCE;
    private final OpenAiBackendCodec backend = new OpenAiBackendCodec();

    record Case(Failure failure, int status, String type, String param, String code) {}

    static Stream<Case> failures() {
        return Stream.of(
                new Case(
                        new Failure.Invalid("n", "m"),
                        400,
                        "invalid_request_error",
                        "'n'",
                        "'invalid_request'"),
                new Case(
                        new Failure.TooLarge("m"),
                        413,
                        "invalid_request_error",
                        "null",
                        "'request_too_large'"),
                new Case(
                        new Failure.Unauthenticated("m"),
                        401,
                        "authentication_error",
                        "null",
                        "'invalid_api_key'"),
                new Case(
                        new Failure.Forbidden("m"), 403, "permission_error", "null", "'forbidden'"),
                new Case(
                        new Failure.UnknownModel("x", List.of("y")),
                        404,
                        "not_found_error",
                        "'model'",
                        "'model_not_found'"),
                new Case(new Failure.DiskFull("m"), 507, "server_error", "null", "'disk_full'"),
                new Case(new Loop("m"), 508, "server_error", "null", "'loop_detected'"),
                new Case(
                        new Failure.Overloaded("m", Duration.ofSeconds(1)),
                        503,
                        "server_error",
                        "null",
                        "'overloaded'"),
                new Case(
                        new Failure.BackendRefused(
                                "b", 429, "m", NONE, NONE, NONE, Optional.empty()),
                        429,
                        "rate_limit_error",
                        "null",
                        "null"),
                new Case(
                        new Failure.BackendRefused(
                                "b",
                                422,
                                "m",
                                Optional.of("t"),
                                Optional.of("p"),
                                Optional.of("7"),
                                Optional.empty()),
                        422,
                        "t",
                        "'p'",
                        "'7'"),
                new Case(
                        new Failure.BackendUnreachable("b", "w"),
                        502,
                        "server_error",
                        "null",
                        "'backend_unreachable'"),
                new Case(
                        new Failure.BackendFailed("b", "w"),
                        502,
                        "server_error",
                        "null",
                        "'backend_failed'"),
                new Case(
                        new Failure.BackendBroke("b", "w"),
                        502,
                        "server_error",
                        "null",
                        "'backend_broke_off'"),
                new Case(
                        new Failure.BackendTimeout("b", "p", Duration.ofSeconds(1)),
                        504,
                        "server_error",
                        "null",
                        "'backend_timeout'"),
                new Case(
                        new Failure.AgentFailed("a", "w"),
                        500,
                        "server_error",
                        "null",
                        "'agent_failed'"),
                new Case(
                        new Failure.ContextExceeded(5018, 4096),
                        400,
                        "invalid_request_error",
                        "'messages'",
                        "'context_length_exceeded'"),
                new Case(
                        new Failure.Cancelled(),
                        499,
                        "invalid_request_error",
                        "null",
                        "'cancelled'"),
                new Case(new Failure.Internal(), 500, "server_error", "null", "'internal'"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasItsStatusAndEnvelope(Case expected) {
        assertThat(style.status(expected.failure())).isEqualTo(expected.status());
        assertThat(text(style.body(expected.failure())))
                .startsWith(quoted("{'error':{'message':'"))
                .endsWith(
                        quoted(
                                "','type':'"
                                        + expected.type()
                                        + "','param':"
                                        + expected.param()
                                        + ",'code':"
                                        + expected.code()
                                        + "}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    {'error':{'message':'m','type':'t','param':'p','code':'c'}}                | m            | t | p | c
                    {'error':{'message':'m','type':'t','code':400}}                            | m            | t | - | 400
                    {'error':{'message':'m','type':null,'param':'None','code':'400'}}          | m            | - | - | 400
                    {'error':{'message':'m','type':'server_error','code':500}}                 | m            | - | - | -
                    {'object':'error','message':'m','type':'t','param':null,'code':40401}      | m            | t | - | 40401
                    {'error':'m'}                                                              | m            | - | - | -
                    {'detail':[{'loc':'body'}]}                                                | [{'loc':'body'}] | - | - | -
                    {'detail':'m'}                                                             | m            | - | - | -
                    {'message':'m'}                                                            | m            | - | - | -
                    {'error':{'code':400,'message':'m','type':'exceed_context_size_error'}}    | m            | exceed_context_size_error | - | context_length_exceeded
                    <h1>no</h1>                                                                | <h1>no</h1>  | - | - | -
                    {'error':'{\\'error\\':{\\'message\\':\\'m\\',\\'code\\':1}}'}             | m            | - | - | 1
                    ``                                                                         | status 400   | - | - | -
                    """)
    void aRefusalIsReadInEveryShape(
            String body, String message, String type, String param, String code) {
        assertThat(backend.decodeError("b", 400, utf8(quoted(body)), Optional.empty()))
                .isEqualTo(
                        new Failure.BackendRefused(
                                "b",
                                400,
                                quoted(message),
                                Optional.ofNullable(type),
                                Optional.ofNullable(param),
                                Optional.ofNullable(code),
                                Optional.empty()));
    }

    @Test
    void aPauseThatABackendAsksForIsKept() {
        Optional<Duration> pause = Optional.of(Duration.ofSeconds(7));
        assertThat(backend.decodeError("b", 429, utf8("{}"), pause))
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> assertThat(refused.retryAfter()).isEqualTo(pause));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void ourKeyIsNotTheCallers(int status) {
        Failure failure =
                backend.decodeError(
                        "b", status, utf8(quoted("{'error':'sk-secret'}")), Optional.empty());
        assertThat(failure).isInstanceOf(Failure.BackendFailed.class);
        assertThat(failure.message()).contains("'b'", "refused our key").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 405, 408, 409, 500, 501, 503, 529})
    void everyOtherStatusIsTheBackendsFault(int status) {
        byte[] loading = utf8(quoted("{'error':{'message':'Loading model','code':503}}"));
        assertThat(backend.decodeError("b", status, loading, Optional.empty()))
                .isEqualTo(
                        new Failure.BackendFailed(
                                "b",
                                "it answered with status " + status,
                                Optional.of("Loading model")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama-server/chat-image",
                "llama-server/chat-image-stream",
                "llama-server/chat-tool-arguments-bad",
                "llama-server/chat-role-missing",
                "llama-server/embeddings-server-chat",
                "llama-server/infill",
                "ollama-v1/chat-image"
            })
    void aRecordedMistakeOfAClientIsHisAndAnotherBackendMayTakeIt(String recording) {
        WireMessage answer = Recording.load(recording).response();
        Failure failure =
                backend.decodeError("b", answer.status(), answer.body(), Optional.empty());
        assertThat(failure)
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(answer.status()).isGreaterThanOrEqualTo(500);
                            assertThat(refused.onlyHere()).isTrue();
                            assertThat(answer.text()).contains(refused.message().substring(0, 20));
                        });
        assertThat(style.status(failure)).isEqualTo(400);
        assertThat(text(style.body(failure)))
                .endsWith(quoted(",'type':'invalid_request_error','param':null,'code':null}}"));
    }

    @Test
    void aPageInsteadOfAMessageIsCut() {
        Failure failure =
                backend.decodeError("b", 500, utf8("x".repeat(1_000_000)), Optional.empty());
        assertThat(failure.message().length()).isLessThan(1_200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'no'}}",
                "{'choices':[]}",
                "{}",
                "[]",
                "<html>",
                "",
                "{'choices':[{'index':1}]}"
            })
    void anAnswerThatIsNoReplyIsTheBackendsFault(String body) {
        assertThat(failure(() -> OpenAiReplyReader.whole("b", utf8(quoted(body)))))
                .isInstanceOf(Failure.BackendFailed.class);
    }
}
