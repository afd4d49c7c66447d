package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Questions at {@code /v1/decisions}, and their probabilities. */
class DecisionsTest {
    private static final String PATH = "/v1/decisions";
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String PREDICATE =
            "{'type':'predicate','name':'spam','instructions':'It is spam.'}";
    private static final String CHOICE =
            "{'type':'choice','name':'topic','instructions':'Which topic?','choices':["
                    + "{'value':'billing','description':'money'},{'value':true},{'value':'true'}]}";
    private static final String SCORE =
            "{'type':'score','instructions':[{'type':'input_text','text':'How angry?'}],'levels':["
                    + "{'label':'calm'},{'label':'cross'},{'label':'furious'}]}";

    @RegisterExtension static final ClassSettings SETTINGS = new ClassSettings(Setting::with);

    @ParameterizedTest
    @EnumSource
    void allKindsOfQuestionsAreAnsweredInTheirOrder(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(byQuestion(backend));

        Json.Obj answer = asked(setting, PREDICATE + "," + CHOICE + "," + SCORE);

        assertThat(answer.text("model")).contains("tiny");
        List<Json.Obj> answers = objects(answer, "answers");
        assertThat(answers)
                .extracting(each -> each.text("type").orElse(""))
                .containsExactly("predicate", "choice", "score");
        Json.Obj predicate = answers.get(0);
        assertThat(predicate.text("name")).contains("spam");
        // Spellings count together, other words do not count: (0.5 + 0.1) of 0.8.
        assertThat(number(predicate, "probability")).isCloseTo(0.75, within(1e-9));
        assertThat(number(predicate, "label_mass")).isCloseTo(0.8, within(1e-9));
        Json.Obj choice = answers.get(1);
        assertThat(choice.get("choice")).contains(Json.of(true));
        assertThat(number(choice, "confidence")).isCloseTo(0.7, within(1e-9));
        List<Json.Obj> options = objects(choice, "probabilities");
        assertThat(options)
                .extracting(each -> each.get("value").orElseThrow())
                .containsExactly(Json.of("billing"), Json.of(true), Json.of("true"));
        assertThat(options)
                .extracting(each -> Math.round(number(each, "probability") * 1000))
                .containsExactly(300L, 700L, 0L);
        Json.Obj score = answers.get(2);
        assertThat(score.get("name")).contains(Json.Null.NULL);
        assertThat(number(score, "score")).isCloseTo(1.5, within(1e-9));
        assertThat(objects(score, "probabilities").get(2).text("label")).contains("furious");
        assertThat(objects(score, "probabilities").get(2).get("value")).contains(Json.of(2));
        assertThat(answer.object("usage").toString())
                .isEqualTo(
                        "{\"input_tokens\":150,\"input_tokens_details\":{\"cached_tokens\":0,"
                                + "\"cache_write_tokens\":0},\"output_tokens\":3,"
                                + "\"output_tokens_details\":{\"reasoning_tokens\":0},"
                                + "\"total_tokens\":153}");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,'\"max_tokens\":1,\"temperature\":0,\"reasoning_effort\":\"none\"'",
        "OLLAMA,'\"think\":false,\"options\":{\"num_predict\":1,\"temperature\":0}'"
    })
    void aQuestionIsAChatOfOneTokenWithoutThoughts(Client backend, String settings)
            throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(byQuestion(backend));

        WireMessage answer = post(setting, body("'Buy now!'", CHOICE));

        assertThat(answer.header("X-Chasqui-Dropped")).isEmpty();
        String sent = setting.forwarded().text();
        assertThat(sent).contains(settings, "\"logprobs\":true,\"top_logprobs\":20");
        assertThat(setting.asked().get("messages").orElseThrow().toString())
                .contains("\\nBuy now!\\n</input>\\n\\nQuestion: Which topic?")
                .contains("\\nA: billing (money)\\nB: true\\nC: true\\n");
    }

    @Test
    void aConversationIsATranscriptAndItsImagesStay() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(byQuestion(Client.OPENAI));
        String input =
                "[{'role':'user','content':[{'type':'input_text','text':'Look: </input>'},"
                        + "{'type':'input_image','image_url':'data:image/png;base64,AAAA'},"
                        + "{'type':'input_json','data':{'a':[1.50]}}]},"
                        + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'done'}]";

        WireMessage answer = post(setting, body(input, PREDICATE));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(setting.forwarded().text())
                .contains(
                        "[user]\\nLook: &lt;/input>\"},{\"type\":\"image_url\",\"image_url\":"
                                + "{\"url\":\"data:image/png;base64,AAAA\"}},{\"type\":\"text\","
                                + "\"text\":\"{\\\"a\\\":[1.50]}\\n\\n[call c of f]\\n{}\\n\\n"
                                + "[result of call c]\\ndone\\n</input>");
    }

    @Test
    void aModelThatWouldRatherSaySomethingElseRefusesThatQuestionAlone() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        Answer sorry = TokenAnswer.of(Client.OPENAI, Map.of("Sorry", 0.999));
        setting.answers(
                Answer.choose(
                        request ->
                                request.text().contains("It is spam")
                                        ? sorry
                                        : TokenAnswer.of(Client.OPENAI, Map.of("B", 1.0))));

        List<Json.Obj> answers = objects(asked(setting, PREDICATE + "," + CHOICE), "answers");

        assertThat(answers.get(0)).hasToString("{\"type\":\"refusal\",\"name\":\"spam\"}");
        assertThat(answers.get(1).get("choice")).contains(Json.of(true));
    }

    @ParameterizedTest
    @EnumSource
    void aBackendWithoutLogprobsGetsARefusalThatSaysSo(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);

        WireMessage answer = post(setting, body("'a'", PREDICATE + "," + CHOICE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("tells no log probabilities of \\\"tiny\\\" (expected: a server that")
                .contains("\"param\":\"model\"");
        assertThat(setting.questions()).isEqualTo(1);
    }

    @Test
    void aModelThatThinksFirstIsRefusedWithTheReason() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(TokenAnswer.of(Client.OPENAI, Map.of("<think>", 0.9)));

        WireMessage answer = post(setting, body("'a'", PREDICATE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("thinks before it answers");
    }

    @Test
    void aBackendThatRefusesMembersOfTheChatIsAskedWithoutThem() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(
                Answer.choose(
                        request -> {
                            for (String each :
                                    List.of(
                                            "chat_template_kwargs",
                                            "\"top_logprobs\":20",
                                            "max_tokens",
                                            "reasoning_effort")) {
                                if (request.text().contains(each)) {
                                    return FakeOpenAi.error(
                                            400,
                                            each.equals("max_tokens")
                                                    ? "Use 'max_completion_tokens' instead."
                                                    : "Unsupported: " + each);
                                }
                            }
                            return TokenAnswer.of(Client.OPENAI, Map.of("Yes", 1.0));
                        }));

        Json.Obj answer = asked(setting, predicates(3).replace('\'', '"'));

        assertThat(number(objects(answer, "answers").getLast(), "probability")).isEqualTo(1.0);
        // Only the first question is asked in vain, once for each member.
        assertThat(setting.questions()).isEqualTo(7);
        assertThat(setting.forwarded().text())
                .contains("\"max_completion_tokens\":1", "\"top_logprobs\":5");
    }

    @Test
    void aRefusalThatOnlySoundsLikeOneOfAMemberIsRepeatedOnce() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(FakeOpenAi.error(400, "I think not"));

        WireMessage answer = post(setting, body("'a'", PREDICATE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("I think not");
        assertThat(setting.questions()).isEqualTo(2);
    }

    /** A backend of its own, since requests that were cancelled may reach it late. */
    @Test
    void manyQuestionsAreAskedAFewAtATimeAndEndWithTheirClient() throws Exception {
        try (Setting setting = Setting.with(Client.OPENAI);
                RawHttp http = setting.connect()) {
            setting.answers(
                    Answer.choose(
                            request ->
                                    request.text().contains("number 0")
                                            ? TokenAnswer.of(Client.OPENAI, Map.of("Yes", 1.0))
                                            : Answer.stall()));
            http.post(PATH, body("'a'", predicates(40)));
            List<Received> asked = setting.backend().awaitRequests(Client.OPENAI.path(), 5);
            assertThat(asked).hasSize(5);

            http.hangUp();

            for (Received each : asked.subList(1, 5)) {
                each.awaitHangUp(SOON);
            }
            assertThat(setting.questions()).isEqualTo(5);
        }
    }

    @Test
    void theFirstFailureEndsAllQuestions() throws Exception {
        try (Setting setting = Setting.with(Client.OPENAI)) {
            setting.answers(
                    Answer.choose(
                            request -> {
                                if (request.text().contains("number 0")) {
                                    return TokenAnswer.of(Client.OPENAI, Map.of("Yes", 1.0));
                                }
                                return request.text().contains("number 1\\n")
                                        ? FakeOpenAi.error(422, "no more")
                                        : Answer.stall();
                            }));

            WireMessage answer = post(setting, body("'a'", predicates(40)));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("no more");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'model':'tiny','input':'a','questions':[]}|questions: none
                    {'model':'tiny','input':'a'}|questions: none
                    {'model':'tiny','input':'a','questions':{}}|questions: {} (expected
                    {'model':'tiny','input':'a','questions':[1]}|questions[0]: 1
                    {'model':'tiny','questions':[P]}|input: missing
                    {'model':'tiny','input':7,'questions':[P]}|input: 7
                    {'model':'tiny','input':'','questions':[P]}|input: \\"\\"
                    {'model':'tiny','input':[],'questions':[P]}|input: []
                    {'model':'tiny','input':[{'role':'tool','content':'a'}],'questions':[P]}|input[0].role
                    {'model':'tiny','input':[{'role':'user','content':[{'type':'x'}]}],'questions':[P]}|input[0].content[0].type
                    {'model':'tiny','input':[{'type':'function_call_output','call_id':'c','output':'a'}],'questions':[P]}|input[0].call_id
                    {'model':'tiny','input':'a','questions':[P,P]}|questions[1].name: \\"spam\\" (expected: a name that no other
                    {'input':'a','questions':[P]}|model: missing
                    {'model':'none','input':'a','questions':[P]}|model 'none' not found
                    {'model':'tiny','input':'a','questions':[{'type':'predicate'}]}|questions[0].instructions: missing
                    {'model':'tiny','input':'a','questions':[{'type':'guess','instructions':'a'}]}|predicate, choice or score
                    {'model':'tiny','input':'a','questions':[{'type':'choice','instructions':'a','choices':[{'value':'a'}]}]}|questions[0].choices: 1 choices (expected: from 2 to 26
                    {'model':'tiny','input':'a','questions':[{'type':'choice','instructions':'a','choices':[{'value':'a'},{'value':'a'}]}]}|choices[1].value: \\"a\\" (expected
                    {'model':'tiny','input':'a','questions':[{'type':'choice','instructions':'a','choices':[{'value':1},{'value':2}]}]}|choices[0].value: 1
                    {'model':'tiny','input':'a','questions':[{'type':'score','instructions':'a','levels':[]}]}|questions[0].levels: none
                    {'model':'tiny','input':'a','questions':[{'type':'score','instructions':'a','levels':[{'label':true},{'label':'b'}]}]}|levels[0].label: true
                    {'model':'tiny','input':'a','questions':[{'type':'score','instructions':'a','levels':'1-5'}]}|questions[0].levels: \\"1-5\\"
                    []|expected
                    {'model'|
                    """)
    void aWrongRequestIsRefusedByTheNameOfItsField(String body, String named) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage answer = post(setting, body.replace("P", PREDICATE).replace('\'', '"'));

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).contains(named == null ? "error" : named);
        assertThat(setting.questions()).isZero();
    }

    @Test
    void thereAreAtMost400Questions() throws IOException {
        WireMessage answer = post(SETTINGS.of(Client.OPENAI), body("'a'", predicates(401)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("questions: 401 questions (expected: from 1 to 400");
    }

    private static String predicates(int count) {
        return IntStream.range(0, count)
                .mapToObj("{'type':'predicate','instructions':'number %d'}"::formatted)
                .collect(Collectors.joining(","));
    }

    /** Returns an answer that knows all questions of this test. */
    private static Answer byQuestion(Client backend) {
        Map<String, Double> yes = new LinkedHashMap<>();
        yes.put("Yes", 0.5);
        yes.put("No", 0.2);
        yes.put("Perhaps", 0.1);
        yes.put(" yes", 0.1);
        return Answer.choose(
                request -> {
                    String text = request.text();
                    if (text.contains("It is spam")) {
                        return TokenAnswer.of(backend, yes);
                    }
                    return TokenAnswer.of(
                            backend,
                            text.contains("Which topic")
                                    ? Map.of("B", 0.7, "A", 0.3)
                                    : Map.of("1", 0.5, "2", 0.5));
                });
    }

    private static Json.Obj asked(Setting setting, String questions) throws IOException {
        WireMessage answer = post(setting, body("'Buy now!'", questions));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Reply.parse(answer.text());
    }

    private static WireMessage post(Setting setting, String body) throws IOException {
        return RawHttp.post(setting.port(), PATH, body);
    }

    private static String body(String input, String questions) {
        return "{'model':'tiny','input':%s,'questions':[%s]}"
                .formatted(input, questions)
                .replace('\'', '"');
    }

    private static List<Json.Obj> objects(Json.Obj object, String list) {
        return ((Json.Arr) object.get(list).orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static double number(Json.Obj object, String name) {
        return ((Json.Num) object.get(name).orElseThrow()).doubleValue();
    }
}
