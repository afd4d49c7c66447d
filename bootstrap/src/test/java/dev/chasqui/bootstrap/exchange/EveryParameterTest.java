package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each parameter of a client, sent alone, reaches a backend of each dialect under the name and with
 * the value that it has there, or is named in {@code X-Chasqui-Dropped}.
 *
 * <p>A row of the tables has a client's member and a cell for each other dialect. A cell lists,
 * with blanks between them, the members that arrive ({@code PATH} with the client's value, {@code
 * PATH=JSON} with another one) and the paths that the header names ({@code -PATH}); {@code .} says
 * that the parameter is the backend's default and needs neither.
 */
class EveryParameterTest {
    /** A member of OpenAI's dialect; then its cells for Ollama and for Anthropic. */
    private static final String OPENAIS =
            """
            "temperature":0.10                | options.temperature            | temperature
            "temperature":1.7                 | options.temperature            | temperature=1 -temperature
            "top_p":0.90                      | options.top_p                  | top_p
            "max_tokens":17                   | options.num_predict            | max_tokens
            "max_completion_tokens":17        | options.num_predict            | max_tokens
            "stop":"END"                      | options.stop=["END"]           | stop_sequences=["END"]
            "stop":["A","B"]                  | options.stop                   | stop_sequences
            "stop":null                       | .                              | .
            "seed":9007199254740993           | options.seed                   | -seed
            "presence_penalty":-0.5           | options.presence_penalty       | -presence_penalty
            "frequency_penalty":0.25          | options.frequency_penalty      | -frequency_penalty
            "logit_bias":{"50256":-100}       | -logit_bias                    | -logit_bias
            "logprobs":true                   | logprobs                       | -logprobs
            "top_logprobs":3                  | top_logprobs                   | -top_logprobs
            "n":2                             | -n                             | -n
            "response_format":{"type":"text"} | .                              | .
            "response_format":{"type":"json_object"} | format="json"           | -response_format
            "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"},"strict":true}} | format={"type":"object"} -response_format.json_schema.name -response_format.json_schema.strict | output_config={"format":{"type":"json_schema","schema":{"type":"object"}}} -response_format.json_schema.name -response_format.json_schema.strict
            "response_format":{"type":"grammar","grammar":"x"} | -response_format -response_format.grammar | -response_format -response_format.grammar
            "reasoning_effort":"high"         | think="high"                   | thinking={"type":"adaptive"} output_config={"effort":"high"}
            "reasoning_effort":"none"         | think=false                    | thinking={"type":"disabled"}
            "verbosity":"low"                 | -verbosity                     | -verbosity
            "tool_choice":"auto"              | .                              | .
            "tool_choice":"none"              | .                              | tool_choice={"type":"none"}
            "tool_choice":"required"          | -tool_choice                   | tool_choice={"type":"any"}
            "tool_choice":{"type":"function","function":{"name":"f"}} | -tool_choice | tool_choice={"type":"tool","name":"f"}
            "parallel_tool_calls":true        | .                              | .
            "parallel_tool_calls":false       | -parallel_tool_calls           | tool_choice={"type":"auto","disable_parallel_tool_use":true}
            "user":"ada"                      | -user                          | -user
            "metadata":{"a":"b"}              | -metadata                      | -metadata
            "store":true                      | -store                         | -store
            "service_tier":"flex"             | -service_tier                  | -service_tier
            "safety_identifier":"x"           | -safety_identifier             | -safety_identifier
            "prompt_cache_key":"x"            | -prompt_cache_key              | -prompt_cache_key
            "prompt_cache_options":{"a":1}    | -prompt_cache_options          | -prompt_cache_options
            "prompt_cache_retention":"24h"    | -prompt_cache_retention        | -prompt_cache_retention
            "modalities":["text"]             | -modalities                    | -modalities
            "audio":{"voice":"alloy"}         | -audio                         | -audio
            "prediction":{"type":"content","content":"x"} | -prediction        | -prediction
            "web_search_options":{}           | -web_search_options            | -web_search_options
            "moderation":{"a":1}              | -moderation                    | -moderation
            "functions":[{"name":"g"}]        | -functions                     | -functions
            "function_call":"auto"            | -function_call                 | -function_call
            "stream_options":{"include_usage":true,"include_obfuscation":false} | -stream_options.include_obfuscation | -stream_options.include_obfuscation
            "top_k":40                        | options.top_k                  | top_k
            "min_p":0.05                      | options.min_p                  | -min_p
            "typical_p":0.95                  | options.typical_p              | -typical_p
            "repeat_penalty":1.1              | options.repeat_penalty         | -repeat_penalty
            "repeat_last_n":64                | options.repeat_last_n          | -repeat_last_n
            "mirostat":2                      | options.mirostat               | -mirostat
            "mirostat_tau":5.0                | options.mirostat_tau           | -mirostat_tau
            "mirostat_eta":0.1                | options.mirostat_eta           | -mirostat_eta
            "n_keep":4                        | options.num_keep               | -n_keep
            "n_predict":17                    | options.num_predict            | max_tokens
            "n_predict":-1                    | options.num_predict            | .
            "grammar":"root ::= x"            | -grammar                       | -grammar
            "json_schema":{"type":"object"}   | format                         | output_config={"format":{"type":"json_schema","schema":{"type":"object"}}}
            "chat_template_kwargs":{"enable_thinking":false} | think=false -chat_template_kwargs | thinking={"type":"disabled"} -chat_template_kwargs
            "reasoning_format":"none"         | -reasoning_format              | -reasoning_format
            "samplers":["top_k"]              | -samplers                      | -samplers
            """;

    /** The members that only llama.cpp or vLLM know: each is named for all other servers. */
    private static final List<String> ONLY_LOCAL =
            List.of(
                    "adaptive_target",
                    "adaptive_decay",
                    "add_generation_prompt",
                    "backend_sampling",
                    "cache_prompt",
                    "continue_final_message",
                    "dry_multiplier",
                    "dry_base",
                    "dry_allowed_length",
                    "dry_penalty_last_n",
                    "dynatemp_range",
                    "dynatemp_exponent",
                    "echo",
                    "id_slot",
                    "ignore_eos",
                    "lora",
                    "min_keep",
                    "n_cache_reuse",
                    "n_discard",
                    "n_indent",
                    "n_probs",
                    "post_sampling_probs",
                    "reasoning_budget_tokens",
                    "return_progress",
                    "return_tokens",
                    "t_max_predict_ms",
                    "thinking_budget_tokens",
                    "timings_per_token",
                    "top_n_sigma",
                    "xtc_probability",
                    "xtc_threshold",
                    "repetition_penalty",
                    "length_penalty",
                    "stop_token_ids",
                    "include_stop_str_in_output",
                    "min_tokens",
                    "skip_special_tokens",
                    "prompt_logprobs",
                    "structured_outputs",
                    "guided_json",
                    "priority",
                    "ttl",
                    "draft_model");

    /** A member of Ollama's dialect; then its cells for OpenAI and for Anthropic. */
    private static final String OLLAMAS =
            """
            "options":{"temperature":0.10}    | temperature                    | temperature
            "options":{"temperature":1.5}     | temperature                    | temperature=1 -options.temperature
            "options":{"top_p":0.90}          | top_p                          | top_p
            "options":{"top_k":40}            | top_k                          | top_k
            "options":{"min_p":0.05}          | min_p                          | -options.min_p
            "options":{"typical_p":0.95}      | typical_p                      | -options.typical_p
            "options":{"num_predict":17}      | max_tokens                     | max_tokens
            "options":{"num_predict":-1}      | .                              | .
            "options":{"num_predict":-2}      | .                              | .
            "options":{"stop":["A","B"]}      | stop                           | stop_sequences
            "options":{"stop":[]}             | .                              | .
            "options":{"seed":9007199254740993} | seed                         | -options.seed
            "options":{"presence_penalty":0.5}  | presence_penalty             | -options.presence_penalty
            "options":{"frequency_penalty":0.5} | frequency_penalty            | -options.frequency_penalty
            "options":{"repeat_penalty":1.1}  | repeat_penalty                 | -options.repeat_penalty
            "options":{"repeat_last_n":64}    | repeat_last_n                  | -options.repeat_last_n
            "options":{"mirostat":2}          | mirostat                       | -options.mirostat
            "options":{"mirostat_tau":5.0}    | mirostat_tau                   | -options.mirostat_tau
            "options":{"mirostat_eta":0.1}    | mirostat_eta                   | -options.mirostat_eta
            "options":{"num_keep":4}          | n_keep                         | -options.num_keep
            "options":{"num_ctx":4096}        | -options.num_ctx               | -options.num_ctx
            "options":{"num_batch":64}        | -options.num_batch             | -options.num_batch
            "options":{"num_gpu":1}           | -options.num_gpu               | -options.num_gpu
            "options":{"main_gpu":0}          | -options.main_gpu              | -options.main_gpu
            "options":{"use_mmap":true}       | -options.use_mmap              | -options.use_mmap
            "options":{"num_thread":2}        | -options.num_thread            | -options.num_thread
            "options":{"penalize_newline":true} | -options.penalize_newline    | -options.penalize_newline
            "options":{"tfs_z":1.0}           | -options.tfs_z                 | -options.tfs_z
            "format":"json"                   | response_format={"type":"json_object"} | -format
            "format":{"type":"object"}        | response_format={"type":"json_schema","json_schema":{"name":"reply","schema":{"type":"object"}}} | output_config={"format":{"type":"json_schema","schema":{"type":"object"}}}
            "think":true                      | .                              | thinking={"type":"adaptive"}
            "think":false                     | reasoning_effort="none"        | thinking={"type":"disabled"}
            "think":"high"                    | reasoning_effort="high"        | thinking={"type":"adaptive"} output_config={"effort":"high"}
            "think":"max"                     | reasoning_effort="high" -think | thinking={"type":"adaptive"} output_config={"effort":"max"}
            "logprobs":true                   | logprobs                       | -logprobs
            "logprobs":true,"top_logprobs":3  | logprobs=true top_logprobs=3   | -logprobs -top_logprobs
            "top_logprobs":3                  | -top_logprobs                  | -top_logprobs
            "keep_alive":"5m"                 | -keep_alive                    | -keep_alive
            "truncate":false                  | -truncate                      | -truncate
            "shift":false                     | -shift                         | -shift
            """;

    /** A member of Anthropic's dialect; then its cells for OpenAI and for Ollama. */
    private static final String ANTHROPICS =
            """
            "temperature":0.10                | temperature                    | options.temperature
            "top_p":0.90                      | top_p                          | options.top_p
            "top_k":40                        | top_k                          | options.top_k
            "max_tokens":17                   | max_tokens                     | options.num_predict
            "stop_sequences":["A","B"]        | stop                           | options.stop
            "stop_sequences":[]               | .                              | .
            "tool_choice":{"type":"auto"}     | .                              | .
            "tool_choice":{"type":"none"}     | tool_choice="none"             | .
            "tool_choice":{"type":"any"}      | tool_choice="required"         | -tool_choice
            "tool_choice":{"type":"tool","name":"f"} | tool_choice={"type":"function","function":{"name":"f"}} | -tool_choice
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true} | parallel_tool_calls=false | -tool_choice.disable_parallel_tool_use
            "thinking":{"type":"enabled","budget_tokens":1024} | -thinking.budget_tokens | think=true -thinking.budget_tokens
            "thinking":{"type":"disabled"}    | reasoning_effort="none"        | think=false
            "thinking":{"type":"adaptive"}    | .                              | .
            "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"effort":"high"} | reasoning_effort="high" -thinking.budget_tokens | think="high" -thinking.budget_tokens
            "output_config":{"effort":"high"} | -output_config.effort          | -output_config.effort
            "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}} | response_format={"type":"json_schema","json_schema":{"name":"reply","schema":{"type":"object"}}} | format={"type":"object"}
            "metadata":{"user_id":"x"}        | -metadata                      | -metadata
            "service_tier":"auto"             | -service_tier                  | -service_tier
            "container":"x"                   | -container                     | -container
            "context_management":{"edits":[]} | -context_management            | -context_management
            "mcp_servers":[]                  | -mcp_servers                   | -mcp_servers
            "inference_geo":"eu"              | -inference_geo                 | -inference_geo
            """;

    /** A member of Ollama's raw prompts; then its cell for a llama-server. */
    private static final String RAW =
            """
            "options":{"temperature":0.10}       | temperature
            "options":{"top_k":40}               | top_k
            "options":{"min_p":0.05}             | min_p
            "options":{"typical_p":0.95}         | typical_p
            "options":{"num_predict":17}         | n_predict
            "options":{"stop":["A","B"]}         | stop
            "options":{"seed":9007199254740993}  | seed
            "options":{"presence_penalty":0.5}   | presence_penalty
            "options":{"repeat_penalty":1.1}     | repeat_penalty
            "options":{"repeat_last_n":64}       | repeat_last_n
            "options":{"mirostat":2}             | mirostat
            "options":{"num_keep":4}             | n_keep
            "options":{"num_ctx":4096}           | -options.num_ctx
            "format":{"type":"object"}           | json_schema
            "format":"json"                      | json_schema={"type":"object"}
            "think":true                         | -think
            "keep_alive":"5m"                    | -keep_alive
            "logprobs":true                      | -logprobs
            """;

    private static final Answer OF_LLAMA_SERVER =
            Answer.json(
                    200,
                    """
                    {"object":"list","data":[{"id":"openai","object":"model",\
                    "owned_by":"llamacpp"}]}\
                    """);

    private static final String COMPLETION =
            """
            {"content":"Hello","stop":true,"stop_type":"eos","tokens_predicted":1,\
            "tokens_evaluated":1}\
            """;

    private static final String WHOLE =
            """
            {"id":"msg_02","type":"message","role":"assistant","model":"a","content":[\
            {"type":"text","text":"Hello there!"}],"stop_reason":"end_turn","stop_sequence":null,\
            "usage":{"input_tokens":1,"output_tokens":3}}\
            """;

    private static FakeBackend openai;
    private static FakeBackend ollama;
    private static FakeBackend anthropic;
    private static StartedServer server;

    /** A dialect with the paths and the tools of its requests. */
    enum Side {
        OPENAI("/v1/chat/completions", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"),
        OLLAMA("/api/chat", "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"),
        ANTHROPIC("/v1/messages", "{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}");

        private final String path;
        private final String tool;

        Side(String path, String tool) {
            this.path = path;
            this.tool = tool;
        }

        FakeBackend backend() {
            return switch (this) {
                case OPENAI -> openai;
                case OLLAMA -> ollama;
                case ANTHROPIC -> anthropic;
            };
        }

        String question(Side to, String member) {
            String limit =
                    this == ANTHROPIC && !member.contains("\"max_tokens\"")
                            ? "\"max_tokens\":99,"
                            : "";
            String stream = member.contains("stream_options") ? "true" : "false";
            return "{\"model\":\"%s\",\"stream\":%s,%s\"tools\":[%s],%s,%s}"
                    .formatted(
                            to.name().toLowerCase(Locale.ROOT),
                            stream,
                            limit,
                            tool,
                            "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                            member);
        }
    }

    @BeforeAll
    static void start() {
        openai = FakeOpenAi.start("openai");
        ollama = FakeOllama.start("ollama");
        anthropic =
                FakeBackend.start()
                        .on(
                                "GET",
                                "/v1/models",
                                Answer.json(
                                        200,
                                        """
                                        {"data":[{"type":"model","id":"anthropic"}],"has_more":false}\
                                        """))
                        .on("POST", "/v1/messages", Answer.json(200, WHOLE));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s,%s]}"
                                .formatted(
                                        StartedServer.backendConfig("one", openai, "openai"),
                                        StartedServer.backendConfig("two", ollama, "ollama"),
                                        StartedServer.backendConfig(
                                                "three", anthropic, "anthropic")));
    }

    @AfterAll
    static void stop() {
        server.close();
        openai.close();
        ollama.close();
        anthropic.close();
    }

    @BeforeEach
    void reset() {
        for (Side side : Side.values()) {
            side.backend().forget();
        }
    }

    static Stream<Arguments> across() {
        return Stream.of(
                        rows(OPENAIS, Side.OPENAI, Side.OLLAMA, Side.ANTHROPIC),
                        ONLY_LOCAL.stream()
                                .flatMap(
                                        name ->
                                                row(
                                                        "\"" + name + "\":1|-" + name + "|-" + name,
                                                        Side.OPENAI,
                                                        Side.OLLAMA,
                                                        Side.ANTHROPIC)),
                        rows(OLLAMAS, Side.OLLAMA, Side.OPENAI, Side.ANTHROPIC),
                        rows(ANTHROPICS, Side.ANTHROPIC, Side.OPENAI, Side.OLLAMA))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> rows(String table, Side from, Side one, Side other) {
        return table.lines().flatMap(line -> row(line, from, one, other));
    }

    private static Stream<Arguments> row(String line, Side from, Side one, Side other) {
        String[] cells = line.split("\\s*\\|\\s*", -1);
        return Stream.of(
                Arguments.of(from, one, cells[0], cells[1]),
                Arguments.of(from, other, cells[0], cells[2]));
    }

    @ParameterizedTest(name = "{0} {2} to {1}")
    @MethodSource("across")
    void aParameterArrivesOrIsNamed(Side from, Side to, String member, String cell)
            throws IOException {
        Json.Obj plain = sent(from, to, "\"stream\":false", true).sent();
        Sent sent = sent(from, to, member, false);

        Set<String> named = new LinkedHashSet<>(sent.dropped());
        Json given = given(member);
        Json.Obj rest = sent.sent();
        for (String expected : cell.split(" ", -1)) {
            if (expected.startsWith("-")) {
                assertThat(named.remove(expected.substring(1))).as(cell + " in " + named).isTrue();
            } else if (!expected.equals(".")) {
                String[] arrives = expected.split("=", 2);
                Json value = arrives.length > 1 ? parse(arrives[1]) : given;
                assertThat(at(rest, arrives[0]))
                        .as(arrives[0])
                        .hasToString("Optional[" + value + "]");
                rest = rest.without(arrives[0].split("\\.", -1)[0]);
            }
        }
        assertThat(named).as("named, though nothing is lost").isEmpty();
        // Nothing else is different from a request without the parameter.
        for (String changed : cell.equals(".") ? List.<String>of() : rest.members().keySet()) {
            if (!changed.equals("tools") && !changed.startsWith("stream")) {
                assertThat(plain.get(changed)).as(changed).isEqualTo(rest.get(changed));
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("own")
    void aParameterReachesItsOwnDialectAsItIs(Side side, String member) throws IOException {
        Sent sent = sent(side, side, member, false);

        assertThat(sent.body()).contains(member);
        assertThat(sent.dropped()).isEmpty();
    }

    /** A raw prompt goes to a llama-server's own path, where the limit has another name. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ofPrompts")
    void anOptionOfARawPromptReachesALlamaServer(String member, String cell) throws IOException {
        openai.on("GET", "/v1/models", OF_LLAMA_SERVER);
        openai.on("POST", "/completion", Answer.json(200, COMPLETION));

        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/api/generate",
                        "{\"model\":\"openai\",\"prompt\":\"Hi\",\"raw\":true,\"stream\":false,"
                                + member
                                + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Json.Obj sent = Reply.parse(openai.received("/completion").getLast().message().text());
        List<String> named = answer.headers("X-Chasqui-Dropped");
        if (cell.startsWith("-")) {
            assertThat(named).containsExactly(cell.substring(1));
        } else {
            assertThat(named).isEmpty();
            String[] arrives = cell.split("=", 2);
            Json value = arrives.length > 1 ? parse(arrives[1]) : given(member);
            assertThat(sent.get(arrives[0])).hasToString("Optional[" + value + "]");
        }
    }

    static Stream<Arguments> ofPrompts() {
        return RAW.lines()
                .map(line -> line.split("\\s*\\|\\s*", -1))
                .map(cells -> Arguments.of(cells[0], cells[1]));
    }

    static Stream<Arguments> own() {
        Map<Side, String> tables =
                Map.of(Side.OPENAI, OPENAIS, Side.OLLAMA, OLLAMAS, Side.ANTHROPIC, ANTHROPICS);
        return Arrays.stream(Side.values())
                .flatMap(
                        side ->
                                Optional.ofNullable(tables.get(side))
                                        .orElse("")
                                        .lines()
                                        .map(line -> line.split("\\s*\\|\\s*", -1)[0])
                                        .map(member -> Arguments.of(side, member)));
    }

    /**
     * A request as it reached a backend.
     *
     * @param dropped the paths that the answer to the client names
     */
    private record Sent(String body, List<String> dropped) {
        Json.Obj sent() {
            return Reply.parse(body);
        }
    }

    private static Sent sent(Side from, Side to, String member, boolean plain) throws IOException {
        String body = from.question(to, member);
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        from.path,
                        plain ? body.replace(",\"stream\":false}", "}") : body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> dropped =
                answer.headers("X-Chasqui-Dropped").stream()
                        .flatMap(line -> Stream.of(line.split(", ", -1)))
                        .toList();
        return new Sent(to.backend().received(to.path).getLast().message().text(), dropped);
    }

    /** Returns the innermost value of a client's member. */
    private static Json given(String member) {
        Json.Obj object = Reply.parse("{" + member + "}");
        Json value = object.members().values().iterator().next();
        return object.members().containsKey("options")
                ? ((Json.Obj) value).members().values().iterator().next()
                : value;
    }

    private static Optional<Json> at(Json.Obj object, String path) {
        int dot = path.indexOf('.');
        return dot < 0
                ? object.get(path)
                : object.get(path.substring(0, dot))
                        .flatMap(inner -> at((Json.Obj) inner, path.substring(dot + 1)));
    }

    private static Json parse(String value) {
        return Reply.parse("{\"v\":" + value + "}").get("v").orElseThrow();
    }
}
