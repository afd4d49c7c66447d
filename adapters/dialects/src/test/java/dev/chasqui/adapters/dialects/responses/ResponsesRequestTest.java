package dev.chasqui.adapters.dialects.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ResponsesRequestTest {
    private static final ResponsesCodec CODEC = new ResponsesCodec(InstantSource.system());

    /** Returns the bytes of a body; a single quote stands for a double one. */
    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static Incoming.Chat decode(String body) {
        return CODEC.decode(bytes(body), ResponseHistory.NONE, _ -> Optional.empty());
    }

    /** Decodes a request with an input and further members. */
    private static Incoming.Chat of(String input, String members) {
        return decode("{'model':'tiny','input':%s%s}".formatted(input, members));
    }

    private static ChatRequest request(String input, String members) {
        return of(input, members).request();
    }

    private static List<Message> messages(String... items) {
        return request("[" + String.join(",", items) + "]", "").messages();
    }

    private static Failure.Invalid refusal(String body) {
        FailureException e =
                catchThrowableOfType(
                        FailureException.class,
                        () -> CODEC.decode(bytes(body), _ -> Optional.empty()));
        return (Failure.Invalid) e.failure();
    }

    @Test
    void aTextIsTheUsersAndInstructionsPrecedeIt() {
        List<Message> messages = request("'Hi'", ",'instructions':'Be brief.'").messages();

        assertThat(messages)
                .extracting(message -> message.role() + ": " + message.text())
                .containsExactly("system: Be brief.", "user: Hi");
    }

    @Test
    void theModelsTurnIsOneMessage() {
        List<Message> messages =
                messages(
                        "{'role':'user','content':'Weather?'}",
                        "{'type':'reasoning','summary':[{'type':'summary_text','text':'Hm'}]}",
                        "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'I"
                            + " look.'}]}",
                        "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'}",
                        "{'type':'function_call','call_id':'b','name':'f','arguments':'{}'}",
                        "{'type':'function_call_output','call_id':'a','output':'1'}",
                        "{'type':'function_call_output','call_id':'b','output':[{'type':'input_text','text':'2'}]}",
                        "{'type':'message','role':'assistant','content':'Done.'}");

        assertThat(messages)
                .extracting(Message::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.ASSISTANT);
        Message turn = messages.get(1);
        assertThat(turn.reasoning()).contains("Hm");
        assertThat(turn.text()).isEqualTo("I look.");
        assertThat(turn.toolCalls()).hasSize(2);
        assertThat(messages.get(3).toolCallId()).contains("b");
        assertThat(messages.get(3).text()).isEqualTo("2");
    }

    @Test
    void reasoningBetweenCallsLeavesThemTogether() {
        List<Message> messages =
                messages(
                        "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'}",
                        "{'type':'reasoning','summary':[],'content':[{'type':'reasoning_text','text':'Hm'}]}",
                        "{'type':'function_call','call_id':'b','name':'f','arguments':'{}'}",
                        "{'type':'function_call_output','call_id':'a','output':'1'}",
                        "{'type':'function_call_output','call_id':'b','output':'2'}");

        assertThat(messages)
                .extracting(Message::role)
                .containsExactly(Role.ASSISTANT, Role.TOOL, Role.TOOL);
    }

    @Test
    void earlierItemsPrecedeTheInput() {
        Json.Obj earlier = (Json.Obj) JsonReader.read(bytes("{'role':'user','content':'One'}"));
        Incoming.Chat incoming =
                CODEC.decode(
                        bytes("{'model':'tiny','input':'Two','instructions':'I'}"),
                        ResponseHistory.of(List.of(earlier)),
                        _ -> Optional.empty());

        assertThat(incoming.request().messages())
                .extracting(Message::text)
                .containsExactly("I", "One", "Two");
        assertThat(CODEC.input(incoming)).hasSize(1);
        assertThat(CODEC.input(incoming).getFirst().toString())
                .contains(
                        "\"type\":\"message\"",
                        "\"status\":\"completed\"",
                        "\"content\":[{\"type\":\"input_text\",\"text\":\"Two\"}]");
    }

    @Test
    void aReferenceIsReplacedByTheItemThatIsKept() {
        Json.Obj kept =
                (Json.Obj)
                        JsonReader.read(
                                bytes(
                                        "{'id':'msg_1','type':'message','role':'user','content':'Kept'}"));
        ResponseHistory history =
                new ResponseHistory() {
                    @Override
                    public List<Json.Obj> items() {
                        return List.of();
                    }

                    @Override
                    public Optional<Json.Obj> item(String id) {
                        return id.equals("msg_1") ? Optional.of(kept) : Optional.empty();
                    }
                };
        Incoming.Chat incoming =
                CODEC.decode(
                        bytes("{'model':'tiny','input':[{'type':'item_reference','id':'msg_1'}]}"),
                        history,
                        _ -> Optional.empty());

        assertThat(incoming.request().messages().getFirst().text()).isEqualTo("Kept");
        assertThat(CODEC.input(incoming).getFirst().text("id")).contains("msg_1");
    }

    @Test
    void partsOfAllKindsAreRead() {
        String file = Base64.getEncoder().encodeToString(bytes("a,b"));
        List<Part> parts =
                messages(
                                """
                                {'role':'user','content':[{'type':'input_text','text':'T'},\
                                {'type':'input_image','image_url':'data:image/png;base64,AAAA','detail':'low'},\
                                {'type':'input_image','image_url':'https://a/b.png'},\
                                {'type':'input_file','filename':'a.csv','file_data':'data:text/csv;base64,%s'},\
                                {'type':'input_audio','input_audio':{'data':'QQ==','format':'wav'}}]}\
                                """
                                        .formatted(file))
                        .getFirst()
                        .content();

        assertThat(parts.get(1).toString()).contains("image/png", "AAAA", "low");
        assertThat(parts.get(2).toString()).contains("https://a/b.png");
        assertThat(((Part.Text) parts.get(3)).text()).isEqualTo("a.csv\na,b");
        assertThat(parts.get(4).toString()).contains("input_audio");
    }

    @Test
    void ourOwnSealedReasoningIsReadWithItsSignature() {
        String sealed = new SealedReasoning("Hm", "sig").write();
        Message turn =
                messages(
                                "{'role':'user','content':'Hi'}",
                                "{'type':'reasoning','summary':[],'encrypted_content':'%s'}"
                                        .formatted(sealed),
                                "{'role':'assistant','content':'Yes'}")
                        .getLast();

        assertThat(turn.reasoning()).contains("Hm");
        assertThat(turn.extras().toString())
                .isEqualTo(
                        "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\","
                                + "\"signature\":\"sig\"}]}");
    }

    @Test
    void settingsKeepTheirMeaning() {
        ChatRequest request =
                request(
                        "'Hi'",
                        """
                        ,'temperature':0.5,'max_output_tokens':9,'top_k':3,'reasoning':{'effort':'low'},\
                        'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':true},'verbosity':'low'},\
                        'include':['message.output_text.logprobs'],'top_logprobs':2,'prompt_cache_key':'k',\
                        'tools':[{'type':'function','name':'f'}],'parallel_tool_calls':false,\
                        'metadata':{'a':'b'},'service_tier':'flex','id_slot':1,'store':false,'session_id':'s'\
                        """);

        assertThat(request.settings().sampling().toString())
                .isEqualTo("{\"temperature\":0.5,\"top_k\":3,\"max_tokens\":9}");
        assertThat(request.settings().thinking()).isEqualTo(new Thinking.Effort("low"));
        assertThat(request.settings().format()).isInstanceOf(ReplyFormat.JsonSchema.class);
        assertThat(request.metadata()).containsEntry("a", "b");
        assertThat(request.extras().members().keySet())
                .containsExactlyInAnyOrder(
                        "verbosity",
                        "logprobs",
                        "top_logprobs",
                        "prompt_cache_key",
                        "parallel_tool_calls",
                        "service_tier",
                        "id_slot");
        assertThat(request.beginning().key()).contains("k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'auto'                                                | Auto[]",
                "'none'                                                | None[]",
                "'required'                                            | Required[]",
                "{'type':'function','name':'f'}                        | Function[name=f]",
                "{'type':'function','name':'f','namespace':'mcp'}      | Function[name=mcp__f]",
                "{'type':'custom','name':'p'}                          | Function[name=p]",
            })
    void everyFormOfToolChoiceIsRead(String choice, String read) {
        ChatRequest request =
                request(
                        "'Hi'",
                        """
                        ,'tools':[{'type':'function','name':'f'},{'type':'custom','name':'p'},\
                        {'type':'namespace','name':'mcp','tools':[{'type':'function','name':'f'}]}],\
                        'tool_choice':%s\
                        """
                                .formatted(choice));

        assertThat(request.settings().toolChoice().toString()).isEqualTo(read);
        assertThat(request.tools())
                .extracting(tool -> ((Tool.Function) tool).name())
                .containsExactly("f", "p", "mcp__f");
    }

    @Test
    void onlyAllowedToolsAreShownToTheModel() {
        ChatRequest request =
                request(
                        "'Hi'",
                        """
                        ,'tools':[{'type':'function','name':'f'},{'type':'function','name':'g'}],\
                        'tool_choice':{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'g'}]}\
                        """);

        assertThat(request.tools()).hasSize(1);
        assertThat(request.settings().toolChoice()).isEqualTo(new ToolChoice.Required());
    }

    @Test
    void webSearchIsLeftOutAndNamed() {
        Incoming.Chat incoming =
                of("'Hi'", ",'tools':[{'type':'web_search'}],'client_metadata':{'a':'b'}");

        assertThat(incoming.request().tools()).isEmpty();
        assertThat(((ResponsesSource) incoming.request().source().orElseThrow()).unread())
                .containsExactly("tools.web_search", "client_metadata");
    }

    @Test
    void callsOfRemoteToolServersAreLeftOutAndNamed() {
        Incoming.Chat incoming =
                of(
                        """
                        [{'type':'mcp_call','id':'mcp_1','name':'n','server_label':'s','arguments':'{}'},\
                        {'role':'user','content':'Hi'}]\
                        """,
                        "");

        assertThat(((ResponsesSource) incoming.request().source().orElseThrow()).unread())
                .containsExactly("input.mcp_call");
    }

    @Test
    void truncationSaysWhetherAConversationMayBeShortened() {
        assertThat(of("'Hi'", "").mayShorten()).isEmpty();
        assertThat(of("'Hi'", ",'truncation':'auto'").mayShorten()).contains(true);
        assertThat(of("'Hi'", ",'truncation':'disabled'").mayShorten()).contains(false);
    }

    @Test
    void commandsAreLookedForInTextsOfUsersAlone() {
        assertThat(request("' /rag Hi'", "").mayHoldCommands()).isTrue();
        assertThat(request("[{'role':'system','content':'/rag'}]", "").mayHoldCommands()).isFalse();
    }

    @Test
    void wishesThatConcernStoredThingsAreReadAlone() {
        ResponseWishes wishes =
                CODEC.wishes(
                        bytes(
                                "{'previous_response_id':'resp_1','conversation':{'id':'conv_1'},"
                                        + "'background':true,'stream':true}"));

        assertThat(wishes)
                .isEqualTo(
                        new ResponseWishes(
                                true, true, Optional.of("resp_1"), Optional.of("conv_1"), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'input':'Hi'}                                                   | model",
                "{'model':7,'input':'Hi'}                                         | model",
                "{'model':'m'}                                                    | input",
                "{'model':'m','input':[]}                                         | input",
                "{'model':'m','input':7}                                          | input",
                "{'model':'m','input':['Hi']}                                     | input[0]",
                "{'model':'m','input':[{'role':'king','content':''}]}             | input[0].role",
                "{'model':'m','input':[{'content':'Hi'}]}                         | input[0].role",
                "{'model':'m','input':[{'role':'user'}]}                          |"
                        + " input[0].content",
                "{'model':'m','input':[{'role':'user','content':[{}]}]}           |"
                        + " input[0].content[0].type",
                "{'model':'m','input':[{'role':'user','content':[{'type':'x'}]}]} |"
                        + " input[0].content[0].type",
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_text','text':1}]}]}"
                        + " | input[0].content[0].text",
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}]}"
                    + " | input[0].content[0].file_id",
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_file','file_data':'data:application/pdf;base64,AA=='}]}]}"
                    + " | input[0].content[0].file_data",
                "{'model':'m','input':[{'type':'magic'}]}                         | input[0].type",
                "{'model':'m','input':[{'type':'item_reference','id':'x'}]}       | input[0].id",
                "{'model':'m','input':[{'type':'function_call','name':'f'}]}      |"
                        + " input[0].call_id",
                "{'model':'m','input':[{'type':'function_call_output','call_id':'a','output':''}]}"
                        + " | input[0].call_id",
                "{'model':'m','input':'Hi','tools':[{'type':'file_search'}]}      | tools[0].type",
                "{'model':'m','input':'Hi','tools':[{'type':'function'}]}         | tools[0].name",
                "{'model':'m','input':'Hi','tools':[{'type':'function','name':'f'},{'type':'custom','name':'f'}]}"
                    + " | tools[1].name",
                "{'model':'m','input':'Hi','tools':[{'type':'namespace','name':'n','tools':[{'type':'mcp'}]}]}"
                    + " | tools[0].tools[0].type",
                "{'model':'m','input':'Hi','tool_choice':'any'}                   | tool_choice",
                "{'model':'m','input':'Hi','tool_choice':{'type':'mcp'}}          |"
                        + " tool_choice.type",
                "{'model':'m','input':'Hi','tool_choice':{'type':'function','name':'f'}} |"
                        + " tool_choice.name",
                "{'model':'m','input':'Hi','text':{'format':{'type':'x'}}}        |"
                        + " text.format.type",
                "{'model':'m','input':'Hi','text':{'format':{'type':'json_schema','name':'n'}}} |"
                        + " text.format.schema",
                "{'model':'m','input':'Hi','max_output_tokens':0}                 |"
                        + " max_output_tokens",
                "{'model':'m','input':'Hi','temperature':'hot'}                   | temperature",
                "{'model':'m','input':'Hi','top_logprobs':21}                     | top_logprobs",
                "{'model':'m','input':'Hi','include':['all']}                     | include[0]",
                "{'model':'m','input':'Hi','truncation':'maybe'}                  | truncation",
                "{'model':'m','input':'Hi','metadata':{'a':1}}                    | metadata.a",
                "{'model':'m','input':'Hi','prompt':{'id':'p'}}                   | prompt",
                "{'model':'m','input':'Hi','user':5}                              | user",
                "{'model':'m','input':'Hi','stream':'yes'}                        | stream",
                "{'model':'m','input':'Hi','previous_response_id':'r'}            |"
                        + " previous_response_id",
                "{'model':'m','input':'Hi','conversation':'c'}                    | conversation",
                "{'model':'m','input':'Hi','background':true}                     | background",
                "['Hi']                                                           | body",
            })
    void aWrongMemberIsNamed(String body, String field) {
        Failure.Invalid refusal = refusal(body);

        assertThat(refusal.field()).contains(field);
        assertThat(refusal.message()).contains(field, "expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 100_000})
    void deepNestingIsRefused(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);

        assertThat(refusal("{'model':'m','input':'Hi','metadata':" + deep + "}").message())
                .contains("deep");
    }

    @Test
    void thousandsOfItemsAreRead() {
        String items =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "{'role':'user','content':'" + i + "'}")
                        .collect(Collectors.joining(",", "[", "]"));

        assertThat(request(items, "").messages()).hasSize(10_000);
    }
}
