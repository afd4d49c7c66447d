package dev.chasqui.adapters.dialects.openai;

import static dev.chasqui.adapters.dialects.Failing.failure;
import static dev.chasqui.adapters.dialects.Texts.obj;
import static dev.chasqui.adapters.dialects.Texts.quoted;
import static dev.chasqui.adapters.dialects.Texts.text;
import static dev.chasqui.adapters.dialects.Texts.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's dialect before a hosted service that refuses unknown members. */
class HostedOpenAiTest {
    private static final ServerDialect DIALECT = new OpenAiServerDialect();
    private static final ServiceMembers STRICT =
            ServiceMembers.USUAL.lacking("stream_options", "logprobs").withIdsOf(9);

    private static BackendCodec.Outgoing sent(ChatRequest request) {
        return DIALECT.hosted(STRICT).codec().encode(request);
    }

    private static ChatRequest of(String body) {
        return new OpenAiChat().decode(utf8(quoted(body))).request();
    }

    @Test
    void anUneditedRequestIsLeftAlone() {
        String body =
                "{'model':'m','messages':[{'role':'user','content':'Hi'}],'min_p':0.10,'new':{}}";

        assertThat(text(sent(of(body)).body())).isEqualTo(quoted(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'stream_options':{'include_usage':true}"})
    void aStreamIsNotAskedForItsUsage(String options) {
        String body =
                "{'model':'m','messages':[{'role':'user','content':'Hi'}],'stream':true"
                        + options
                        + "}";

        assertThat(obj(text(sent(of(body)).body())).members())
                .containsOnlyKeys("model", "messages", "stream");
    }

    @Test
    void anEditAddsNothingButTheEdit() {
        ChatRequest edited =
                of("{'model':'m','messages':[{'role':'user','content':'Hi'}],'stream':true}")
                        .withInstruction("Be brief.");

        assertThat(obj(text(sent(edited).body())))
                .isEqualTo(
                        obj(
                                "{'model':'m','messages':[{'role':'system','content':'Be brief.'},"
                                        + "{'role':'user','content':'Hi'}],'stream':true}"));
    }

    @Test
    void ofAddedSettingsItGetsOnlyWhatTheServiceTakes() {
        ServiceMembers service =
                ServiceMembers.USUAL.renaming("max_tokens", "max_completion_tokens");
        ChatRequest asked =
                of("{'model':'m','messages':[{'role':'user','content':'Hi'}],'min_p':0.10}");
        ChatRequest edited =
                asked.withSettings(
                        asked.settings()
                                .withSampling(
                                        asked.settings()
                                                .sampling()
                                                .with("top_k", Json.of(3))
                                                .with("max_tokens", Json.of(9))
                                                .with("seed", Json.of(7))));

        BackendCodec.Outgoing outgoing = DIALECT.hosted(service).codec().encode(edited);

        assertThat(text(outgoing.body()))
                .endsWith(quoted("'min_p':0.10,'max_completion_tokens':9,'seed':7}"));
        assertThat(outgoing.dropped()).containsExactly("top_k");
        assertThat(text(new OpenAiBackendCodec().encode(edited).body()))
                .endsWith(quoted("'min_p':0.10,'top_k':3,'max_tokens':9,'seed':7}"));
    }

    @Test
    void aChangedSettingStandsOnceUnderTheServicesName() {
        ServiceMembers service = ServiceMembers.USUAL.renaming("seed", "random_seed");
        ChatRequest asked =
                of("{'model':'m','messages':[{'role':'user','content':'Hi'}],'seed':1}");
        ChatRequest edited = asked.withSettings(asked.settings().withSampling(obj("{'seed':2}")));

        BackendCodec.Outgoing outgoing = DIALECT.hosted(service).codec().encode(edited);

        assertThat(obj(text(outgoing.body())).members())
                .containsOnlyKeys("model", "messages", "random_seed");
        assertThat(outgoing.dropped()).isEmpty();
    }

    @Test
    void aRequestOfAnAgentHasOnlyWhatTheServiceTakes() {
        Settings settings =
                Settings.DEFAULT.withSampling(obj("{'temperature':0.5,'top_k':3,'seed':7}"));
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        new Conversation(
                                List.of(Message.of(Role.USER, "Hi")),
                                List.of(),
                                settings,
                                Map.of(),
                                obj("{'logprobs':true}")));

        BackendCodec.Outgoing outgoing = sent(request);

        assertThat(obj(text(outgoing.body())).members())
                .containsOnlyKeys("model", "messages", "temperature", "seed");
        assertThat(outgoing.dropped()).containsExactly("top_k", "logprobs");
    }

    @Test
    void theSameServiceIsTheSameAfterAReload() {
        assertThat(DIALECT.hosted(STRICT)).isEqualTo(DIALECT.hosted(STRICT));
        assertThat(DIALECT.hosted(STRICT)).isNotEqualTo(DIALECT.hosted(ServiceMembers.USUAL));
    }

    @Test
    void listsOfGoogleAndTogetherAreRead() {
        BackendCodec codec = DIALECT.hosted(STRICT).codec();

        assertThat(
                        codec.decodeModels(
                                "b",
                                utf8(
                                        quoted(
                                                "{'data':[{'id':'models/g','owned_by':'google'},"
                                                        + "{'id':'models/x','owned_by':'me'}]}"))))
                .extracting(model -> model.id())
                .containsExactly("g", "models/x");
        assertThat(codec.decodeModels("b", utf8(quoted("[{'id':'a'},{'object':'model'}]"))))
                .extracting(model -> model.id())
                .containsExactly("a");
        assertThat(failure(() -> codec.decodeModels("b", utf8("\"a\""))))
                .isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void anErrorWithinAListIsTold() {
        Failure failure =
                DIALECT.hosted(STRICT)
                        .codec()
                        .decodeError(
                                "b",
                                400,
                                utf8(quoted("[{'error':{'code':400,'message':'no seed'}}]")),
                                Optional.empty());

        assertThat(failure.message()).contains("no seed");
    }

    @Test
    void membersAreKnownByTheirNames() {
        ServiceMembers members =
                ServiceMembers.USUAL.adding("top_k").lacking("seed").renaming("stop", "halt");

        assertThat(members.nameOf("top_k", false)).contains("top_k");
        assertThat(members.nameOf("min_p", false)).isEmpty();
        assertThat(members.nameOf("seed", true)).isEmpty();
        assertThat(members.nameOf("stop", true)).contains("halt");
        assertThat(members.idLength()).isEmpty();
    }
}
