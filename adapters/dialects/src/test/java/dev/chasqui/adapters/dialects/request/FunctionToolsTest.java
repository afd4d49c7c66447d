package dev.chasqui.adapters.dialects.request;

import static dev.chasqui.adapters.dialects.Failing.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class FunctionToolsTest {
    private static final Tool.Function READ =
            new Tool.Function("read", Optional.empty(), Optional.empty(), Json.Obj.EMPTY);
    private static final Tool SEARCH =
            new Tool.Other(
                    Json.Obj.EMPTY.with("type", Json.of("search_1")).with("name", Json.of("s")));
    private static final Tool BASH =
            new Tool.Other(
                    Json.Obj.EMPTY.with("type", Json.of("bash_1")).with("name", Json.of("b")));

    private final Set<String> dropped = new LinkedHashSet<>();

    private List<Tool.Function> functions(ToolChoice choice, Tool... tools) {
        return FunctionTools.of(
                new Conversation(
                        List.of(),
                        List.of(tools),
                        Settings.DEFAULT.withToolChoice(choice),
                        Map.of(),
                        Json.Obj.EMPTY),
                dropped);
    }

    @Test
    void otherToolsAreLeftOutBesideFunctions() {
        assertThat(functions(new ToolChoice.Auto(), SEARCH, READ, BASH)).containsExactly(READ);
        assertThat(dropped).containsExactly("tools.search_1", "tools.bash_1");
        assertThat(functions(new ToolChoice.Function("read"), SEARCH, READ)).containsExactly(READ);
        assertThat(functions(new ToolChoice.Auto())).isEmpty();
        assertThat(functions(new ToolChoice.None(), SEARCH)).isEmpty();
    }

    @Test
    void aRequestThatIsAboutAnotherToolIsRefused() {
        assertThat(failure(() -> functions(new ToolChoice.Auto(), SEARCH)))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(
                        failure(() -> functions(new ToolChoice.Function("b"), SEARCH, READ, BASH))
                                .message())
                .contains("\"bash_1\"");
    }
}
