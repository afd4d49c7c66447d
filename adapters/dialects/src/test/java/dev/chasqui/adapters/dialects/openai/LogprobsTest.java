package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.Streams;
import dev.chasqui.adapters.dialects.ollama.OllamaBackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaChat;
import dev.chasqui.adapters.dialects.ollama.OllamaFixture;
import dev.chasqui.adapters.dialects.ollama.OllamaStreamDecoder;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Log probabilities of tokens, requested in one dialect and returned in the other. */
class LogprobsTest {
    private static final String QUESTION =
            "{'model':'tiny','messages':[{'role':'user','content':'Hi'}],'stream':%b%s}";
    private static final String ASKED = ",'logprobs':true,'top_logprobs':2";

    private final OpenAiChat openAiClient = new OpenAiChat();
    private final OllamaChat ollamaClient = OllamaFixture.CHAT;

    @Test
    void anOllamaIsAskedForThemAsOpenAisClientAsks() {
        Incoming.Chat incoming = openAiQuestion(true);
        BackendCodec.Outgoing outgoing = new OllamaBackendCodec().encode(incoming.request());

        assertThat(text(outgoing.body())).contains("\"logprobs\":true,\"top_logprobs\":2");
        assertThat(outgoing.dropped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    ,'logprobs':true,'top_logprobs':2 | "logprobs":true,"top_logprobs":2 |
                    ,'logprobs':true                  | "logprobs":true                  |
                    ,'top_logprobs':2                 | ~~                               | top_logprobs
                    ,'logprobs':false,'odd':1         | "logprobs":false                 | odd
                    """)
    void anOpenAiIsAskedForThemAsAnOllamasClientAsks(String asked, String sent, String dropped) {
        Incoming.Chat incoming =
                OllamaFixture.chat(OllamaFixture.CHAT, quoted(QUESTION.formatted(false, asked)));
        BackendCodec.Outgoing outgoing = new OpenAiBackendCodec().encode(incoming.request());

        assertThat(text(outgoing.body())).contains(sent);
        if (sent.isEmpty()) {
            assertThat(text(outgoing.body())).doesNotContain("logprobs");
        }
        assertThat(String.join(",", outgoing.dropped())).isEqualTo(dropped == null ? "" : dropped);
    }

    @Test
    void aStreamOfLlamaServerTellsThemToAnOllamasClientLineByLine() {
        List<Json.Obj> lines = lines(openAiEvents("llama-server/chat-logprobs-stream"));

        assertThat(lines.getFirst())
                .hasToString(
                        quoted(
                                "{'model':'tiny','created_at':'2026-11-21T02:45:01.500Z','message':{'role':'assistant','content':'Hello!"
                                    + " '},'done':false,'logprobs':[{'token':'Hello!"
                                    + " ','logprob':0.0,'bytes':[72,101,108,108,111,33,32],'top_logprobs':[{'token':'Hello!"
                                    + " ','logprob':0.0,'bytes':[72,101,108,108,111,33,32]},{'token':'',"
                                    + "'logprob':-38.40625}]}]}"));
        assertThat(lines.get(1).get("logprobs")).isPresent();
        assertThat(lines.getLast().get("logprobs")).isEmpty();
    }

    @Test
    void aWholeReplyOfLlamaServerTellsThemToAnOllamasClient() {
        byte[] body =
                ollamaClient.whole(
                        OllamaFixture.chat(OllamaFixture.CHAT, "{\"model\":\"tiny\"}"),
                        OllamaFixture.HEAD,
                        wholeEvents());

        assertThat(logprobs(body, "logprobs")).hasSize(2);
    }

    @Test
    void aStreamOfAnOllamaTellsThemToAnOpenAiClientChunkByChunk() {
        StreamEncoder encoder =
                openAiClient.streamEncoder(openAiQuestion(true), OllamaFixture.HEAD);
        String stream = text(OllamaFixture.encoded(encoder, ollamaEvents()));

        assertThat(stream)
                .contains(
                        quoted(
                                "{'index':0,'delta':{'content':'Hello!"
                                    + " '},'logprobs':{'content':[{'token':'Hello!"
                                    + " ','logprob':0,'bytes':[72,101,108,108,111,33,32],'top_logprobs':[{'token':'Hello!"
                                    + " ','logprob':0,'bytes':[72,101,108,108,111,33,32]},{'token':'',"
                                    + "'logprob':-38.40625,'bytes':null}]}],'refusal':null},"
                                    + "'finish_reason':null}"));
    }

    @Test
    void aWholeReplyOfAnOllamaTellsThemToAnOpenAiClient() {
        byte[] body = openAiClient.whole(openAiQuestion(false), OllamaFixture.HEAD, ollamaEvents());
        Json.Obj choice = OpenAiReplyReader.choice((Json.Obj) JsonReader.read(body)).orElseThrow();

        assertThat(OpenAiLogprobs.read(choice.get("logprobs").orElseThrow())).hasSize(4);
    }

    @Test
    void tokensWithoutATextAreToldToo() {
        List<ReplyEvent> events =
                OllamaFixture.decoded(
                        """
                        {"message":{"content":"","thinking":"Hm"},"done":false,"logprobs":[{"token":"Hm","logprob":-1}]}
                        {"message":{"content":"Hi"},"done":true}
                        """);
        StreamEncoder encoder =
                openAiClient.streamEncoder(openAiQuestion(true), OllamaFixture.HEAD);

        assertThat(text(OllamaFixture.encoded(encoder, events)))
                .contains(
                        quoted(
                                "'delta':{'content':''},'logprobs':{'content':[{'token':'Hm',"
                                        + "'logprob':-1,'bytes':null,'top_logprobs':[]}]"));
    }

    @Test
    void anEditedTextHasNoneAndAnAddedOneLeavesThem() {
        List<ReplyEvent> edited = new ArrayList<>(wholeEvents());
        edited.replaceAll(
                event -> event instanceof ReplyEvent.Text ? new ReplyEvent.Text("Ho") : event);
        List<ReplyEvent> added = new ArrayList<>(wholeEvents());
        added.add(2, new ReplyEvent.Text(" [1]"));

        assertThat(text(openAiWhole(edited))).contains("\"logprobs\":null");
        assertThat(text(openAiWhole(added)))
                .contains("Hello! How can  [1]", "\"logprobs\":{\"content\":[{\"id\":262");
    }

    private byte[] openAiWhole(List<ReplyEvent> events) {
        return openAiClient.whole(openAiQuestion(false), OllamaFixture.HEAD, events);
    }

    private Incoming.Chat openAiQuestion(boolean stream) {
        return openAiClient.decode(utf8(quoted(QUESTION.formatted(stream, ASKED))));
    }

    private static List<ReplyEvent> openAiEvents(String recording) {
        return Streams.play(
                        new OpenAiStreamDecoder("b"), Recording.load(recording).response().body())
                .events();
    }

    private List<ReplyEvent> wholeEvents() {
        return new OpenAiBackendCodec()
                .decodeWhole(
                        "b",
                        openAiQuestion(false).request(),
                        Recording.load("llama-server/chat-logprobs").response().body());
    }

    private static List<ReplyEvent> ollamaEvents() {
        return Streams.play(
                        new OllamaStreamDecoder("b"),
                        Recording.load("ollama/chat-logprobs-stream").response().body())
                .events();
    }

    private static List<Json.Obj> lines(List<ReplyEvent> events) {
        return text(OllamaFixture.encoded(OllamaFixture.encoder(OllamaFixture.CHAT), events))
                .lines()
                .map(line -> obj(line))
                .toList();
    }

    private static List<Json> logprobs(byte[] body, String name) {
        Optional<Json> told = ((Json.Obj) JsonReader.read(body)).get(name);
        return ((Json.Arr) told.orElseThrow()).items();
    }
}
