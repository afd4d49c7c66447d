package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.governance.RuleConfig;
import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.application.port.exchange.RequestKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that govern agents: rights with bounds, default agents, virtual models and rules. */
class GovernedConfigTest {
    private static final String KEY =
            "'keys':[{'name':'k','sha256':'" + "1".repeat(64) + "','agents':[%s]}]";

    @TempDir private Path folder = Path.of("");

    private String mistakes(String json) {
        try {
            var _ = read(json).config();
            return "none";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Reading read(String json) {
        return ConfigReader.check(
                Optional.of(Samples.write(folder, json.replace('\'', '"'))), Map.of(), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "'rag(k<=)'~keys[0].agents[0]: 'rag(k<=)': column 8: no value",
                "'help', 'rag(k'~keys[0].agents[1]: 'rag(k': column 6: an argument without a bound",
                "'/rag'~keys[0].agents[0]: '/rag': column 1: '/' (expected: the name of a command"
            })
    void aBadlyWrittenRightIsToldWithItsPlace(String agents, String mistake) {
        String json = "{" + KEY.formatted(agents) + "}";

        assertThat(mistakes(json)).contains("1:").contains(mistake);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "{'pipeline':{'agents':['/rag(']}}~pipeline.agents[0]: ",
                "{'pipeline':{'agents':['rag','two words']}}~pipeline.agents[1]: ",
                "{'pipeline':{'models':{'gpt-*':['/']}}}~pipeline.models.gpt-*[0]: ",
                "{'pipeline':{'agents':'x'}}~pipeline.agents: ",
                "{'pipeline':{'rules':[{'if':{'model':'x'}}]}}"
                        + "~pipeline.rules[0]: a rule without an effect",
                "{'pipeline':{'rules':[{'then':{}}]}}~a rule without an effect",
                "{'pipeline':{'rules':[{'iff':{},'then':{'refuse':'x'}}]}}~unknown key",
                "{'pipeline':{'rules':[{'then':{'agents':['(']}}]}}"
                        + "~pipeline.rules[0].then.agents[0]: ",
                "{'pipeline':{'rules':[{'if':{'larger':'much'},'then':{'refuse':'x'}}]}}"
                        + "~pipeline.rules[0].if.larger: ",
                "{'pipeline':{'rules':[{'if':{'dialect':'esperanto'},'then':{'refuse':'x'}}]}}"
                        + "~pipeline.rules[0].if.dialect: ",
                "{'pipeline':{'rules':[{'if':{'header':{'a b':'x'}},'then':{'refuse':'x'}}]}}"
                        + "~the name of a header",
                "{'models':{'virtual':{'a':{'model':'b'},'b':{'model':'m'}}}}"
                        + "~models.virtual.a.model: 'b' is a virtual model",
                "{'models':{'aliases':{'x':'b'},'virtual':{'a':{'model':'x'},'b':{'model':'m'}}}}"
                        + "~models.virtual.a.model: 'x' is a virtual model",
                "{'models':{'aliases':{'x':'a'},'virtual':{'a':{'model':'x'}}}}"
                        + "~models.virtual.a.model: 'x' is an alias for this model itself",
                "{'models':{'aliases':{'a:latest':'m'},'virtual':{'a':{'model':'m'}}}}"
                        + "~models.virtual.a: the same name as 'a:latest'",
                "{'models':{'virtual':{'a':{'agents':['rag']}}}}~models.virtual.a.model: missing",
                "{'models':{'virtual':{'a':{'model':'m','agents':['rag(']}}}}"
                        + "~models.virtual.a.agents[0]: "
            })
    void aMistakeIsToldWithItsKey(String json, String mistake) {
        assertThat(mistakes(json)).contains(mistake);
    }

    @Test
    void listsThatAreTooLongAreRefused() {
        String many = "'rag'" + ",'rag'".repeat(16);

        assertThat(mistakes("{'pipeline':{'agents':[" + many + "]}}"))
                .contains("pipeline.agents: 17 commands (expected: at most 16)");
    }

    @Test
    void everythingIsRead() {
        Config config =
                read("""
                {'keys':[{'name':'k','sha256':'%s','agents':['rag(k<=3)'],
                          'pipeline':['/guard']}],
                 'models':{'aliases':{'x':'m'},
                   'virtual':{'n':{'model':'n','system':'S'},
                              'a':{'model':'x','settings':{'top_k':3}}}},
                 'pipeline':{'agents':['guard','/context(team)'],
                   'models':{'gpt-*':['/guard'],'m':[]},
                   'rules':[{'then':{'refuse':'No.'}},
                     {'if':{'model':'a*','key':'k','dialect':'ollama',
                            'larger':'32KiB','header':{'X-Team':'legal'},
                            'kind':['chat','raw']},
                      'then':{'agents':['rag'],'model':'m','skip':['/guard']}}]}}
                """
                                .formatted("2".repeat(64)))
                        .config();

        assertThat(config.keys().getFirst().pipeline()).containsExactly("/guard");
        assertThat(config.models().virtual()).containsOnlyKeys("n", "a");
        assertThat(config.models().virtual().values())
                .extracting(VirtualModelConfig::model)
                .containsExactly("n", "x");
        assertThat(config.pipeline().models()).containsEntry("gpt-*", List.of("/guard"));
        RuleConfig last = config.pipeline().rules().getLast();
        assertThat(last.condition().larger().orElseThrow().bytes()).isEqualTo(32 * 1024);
        assertThat(last.condition().dialect()).contains(RuleConfig.ClientApi.OLLAMA);
        assertThat(last.condition().kind()).containsExactly(RequestKind.CHAT, RequestKind.RAW);
        assertThat(last.then().skip()).containsExactly("/guard");
    }

    @Test
    void aChangeOfARuleIsAChangeOfAllRules() {
        Config before = read("{'pipeline':{'rules':[{'then':{'refuse':'No.'}}]}}").config();
        Config after = read("{'pipeline':{'rules':[{'then':{'refuse':'Never.'}}]}}").config();

        assertThat(ConfigChanges.between(before, after))
                .extracting(ConfigChange::path)
                .containsExactly("pipeline.rules");
    }
}
