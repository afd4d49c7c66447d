package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

/** The lists of models in the forms that clients of several servers read. */
class ModelListsTest {
    private static final String OPENAI_MODELS =
            """
            {"data":[
            {"id":"qwen/served","owned_by":"vllm","max_model_len":32768},
            {"id":"local","owned_by":"llamacpp","architecture":{"input_modalities":["text","image"],\
            "output_modalities":["text"]},"meta":{"n_ctx":4096,"n_ctx_train":131072,"ftype":"Q8_0",\
            "n_params":1000}},
            {"id":"routed","owned_by":"llamacpp","status":{"value":"unloaded"},"context_length":99},
            {"id":"far","context_length":200000,"architecture":{"modality":"text->text",\
            "input_modalities":["text"],"output_modalities":["text"]},\
            "supported_parameters":["tools","seed"]},
            {"id":"studio","owned_by":"organization_owner","type":"vlm","arch":"gemma3",\
            "compatibility_type":"mlx","quantization":"4bit","state":"loaded","publisher":"google",\
            "max_context_length":8192,"loaded_context_length":2048,"capabilities":["tool_use"]},
            {"id":"embedder","type":"embeddings"},
            {"id":"ranker","kinds":["rerank"]},
            {"id":"odd","meta":7,"architecture":"x","max_model_len":"many","context_length":-1,\
            "supported_parameters":{},"status":[],"state":{}}]}
            """;

    private static final String OLLAMA_MODELS =
            """
            {"models":[{"name":"gemma3:4b","model":"gemma3:4b","size":1,"digest":"abc",\
            "details":{"format":"gguf","family":"gemma3","parameter_size":"4B",\
            "quantization_level":"Q4_K_M","context_length":131072},\
            "capabilities":["completion","vision","tools"]}]}
            """;

    private static FakeBackend openAi;
    private static FakeBackend ollama;
    private static StartedServer server;

    @BeforeAll
    static void start() {
        openAi =
                FakeBackend.start()
                        .on("GET", "/v1/models", Answer.json(200, OPENAI_MODELS))
                        .on("POST", "/v1/chat/completions", FakeOpenAi.chat("Hello there!"));
        ollama = FakeBackend.start().on("GET", "/api/tags", Answer.json(200, OLLAMA_MODELS));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s],\"models\":{\"aliases\":{\"short\":\"local\"}}}"
                                .formatted(
                                        StartedServer.backendConfig("one", openAi, "openai"),
                                        StartedServer.backendConfig("two", ollama, "ollama")));
    }

    @AfterAll
    static void close() {
        server.close();
        openAi.close();
        ollama.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    qwen/served | "context_length":32768,"max_model_len":32768}
                    local | "context_length":4096,"max_model_len":4096,"architecture":{"modality":"text+image->text","input_modalities":["text","image"],"output_modalities":["text"]},"meta":{"n_ctx":4096,"n_ctx_train":131072,"ftype":"Q8_0","n_params":1000}}
                    short | "context_length":4096,"max_model_len":4096
                    routed | "backend":"one"}
                    far | "context_length":200000,"architecture":{"modality":"text->text","input_modalities":["text"],"output_modalities":["text"]},"supported_parameters":["tools","seed"]}
                    studio | "context_length":2048,"max_model_len":2048
                    embedder | "architecture":{"modality":"text->embeddings","input_modalities":["text"],"output_modalities":["embeddings"]}}
                    ranker | "kinds":["rerank"],"backend":"one"}
                    odd | "kinds":[],"backend":"one"}
                    gemma3:4b | "context_length":131072,"architecture":{"modality":"text+image->text","input_modalities":["text","image"],"output_modalities":["text"]}}
                    chasqui-embed | "context_length":512
                    """)
    void anEntryHasWhatItsBackendsListTellsAndNothingElse(String id, String members)
            throws IOException {
        String one = get("/v1/models/" + id).text();

        assertThat(one).contains(members);
        assertThat(get("/v1/models").text()).contains(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    qwen/served | "type":"llm","publisher":"qwen","compatibility_type":"gguf","state":"loaded","max_context_length":32768,"loaded_context_length":32768}
                    local | "type":"vlm","publisher":"llamacpp","compatibility_type":"gguf","quantization":"Q8_0","state":"loaded","max_context_length":131072,"loaded_context_length":4096,"capabilities":["vision"]}
                    routed | "type":"llm","publisher":"llamacpp","compatibility_type":"gguf","state":"not-loaded"}
                    studio | "type":"vlm","publisher":"google","arch":"gemma3","compatibility_type":"mlx","quantization":"4bit","state":"loaded","max_context_length":8192,"loaded_context_length":2048,"capabilities":["tool_use","vision"]}
                    embedder | "type":"embeddings","publisher":"chasqui","compatibility_type":"gguf","state":"loaded"}
                    odd | "type":"llm","publisher":"chasqui","compatibility_type":"gguf","state":"loaded"}
                    gemma3:4b | "type":"vlm","publisher":"chasqui","arch":"gemma3","compatibility_type":"gguf","quantization":"Q4_K_M","state":"not-loaded","max_context_length":131072,"capabilities":["tool_use","vision"]}
                    chasqui-embed | "type":"embeddings"
                    """)
    void lmStudiosClientsGetEntriesInItsForm(String id, String members) throws IOException {
        String one = get("/api/v0/models/" + id).text();

        assertThat(one).contains("{\"id\":\"" + id + "\",\"object\":\"model\"", members);
        assertThat(get("/api/v0/models").text()).contains(one);
    }

    @Test
    void lmStudiosListHasNoKindsThatItsApiDoesNotKnow() throws IOException {
        Json.Obj list = Reply.parse(get("/api/v0/models").text());

        assertThat(list.text("object")).contains("list");
        List<Json> entries = ((Json.Arr) list.get("data").orElseThrow()).items();
        assertThat(entries)
                .extracting(entry -> ((Json.Obj) entry).text("id").orElse(""))
                .contains("odd", "short", "gemma3:4b")
                .doesNotContain("ranker");
    }

    @Test
    void anUnknownModelIsNotFoundInOpenAisForm() throws IOException {
        WireMessage answer = get("/api/v0/models/nope");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"code\":\"model_not_found\"");
    }

    @Test
    void lmStudiosPathForChatsAnswersToo() throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/api/v0/chat/completions",
                        "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("Hello there!");
    }

    @Test
    void theListsAskNoBackend() throws IOException {
        var _ = get("/v1/models");
        int before = openAi.received().size() + ollama.received().size();

        for (int i = 0; i < 5; i++) {
            var _ = get("/v1/models");
            var _ = get("/api/v0/models");
        }

        assertThat(openAi.received().size() + ollama.received().size()).isEqualTo(before);
    }

    private static WireMessage get(String path) throws IOException {
        return RawHttp.get(server.port(), path);
    }
}
