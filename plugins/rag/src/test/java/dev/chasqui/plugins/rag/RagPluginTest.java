package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.ConfigBinder;
import dev.chasqui.domain.command.Command;
import dev.chasqui.domain.command.CommandBinder;
import dev.chasqui.domain.command.KnownCommands;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.testkit.TestContributions;
import dev.chasqui.plugin.testkit.TestHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

class RagPluginTest {
    private static final RagConfig CONFIGURED = new RagConfig(Optional.of("docs"), 7, 900);

    @TempDir private Path data;

    @Test
    void theJarNamesThePluginWhichRegistersTheCommand() {
        TestContributions contributions = new TestContributions();
        Plugin plugin = ServiceLoader.load(Plugin.class).findFirst().orElseThrow();
        plugin.start(new TestHost("rag", Json.Obj.EMPTY, data), contributions);
        plugin.stop();

        assertThat(plugin.name()).isEqualTo("rag");
        assertThat(contributions.agents()).extracting(AgentType::name).containsExactly("rag");
    }

    @Test
    void itIsHandedOverAndTakenBackAndStoppedAlsoIfItNeverStarted() {
        Plugin older = new RagPlugin();
        older.start(new TestHost("rag", Json.Obj.EMPTY, data), new TestContributions());
        older.release();
        Plugin newer = new RagPlugin();
        newer.start(new TestHost("rag", Json.Obj.EMPTY, data), new TestContributions());
        newer.stop();
        older.resume();
        older.stop();
        new RagPlugin().stop();

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void argumentsGoBeforeTheConfig() {
        assertThat(config("/rag")).isEqualTo(CONFIGURED);
        assertThat(config("/rag(handbook)"))
                .isEqualTo(new RagConfig(Optional.of("handbook"), 7, 900));
        assertThat(config("/rag(collection=handbook k=3, budget=1500)"))
                .isEqualTo(new RagConfig(Optional.of("handbook"), 3, 1500));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> config("/rag(k=0)")).hasMessage("k: 0 (expected: 1 to 100)");
        assertThatThrownBy(() -> config("/rag(budget=5)"))
                .hasMessage("budget: 5 (expected: at least 100 tokens)");
        assertThatThrownBy(
                        () ->
                                new ConfigBinder(data)
                                        .bind(
                                                RagConfig.class,
                                                Json.Obj.EMPTY.with("k", Json.of(101)),
                                                "agents.rag"))
                .hasMessage("agents.rag.k: 101 (expected: a number from 1 to 100)");
    }

    @Test
    void withoutConfigThereAreFivePassagesInTwoThousandTokens() {
        assertThat(new ConfigBinder(data).bind(RagConfig.class, Json.Obj.EMPTY, "agents.rag"))
                .isEqualTo(new RagConfig(Optional.empty(), 5, 2000));
    }

    private static RagConfig config(String command) {
        AgentType<RagArguments> type = RagPlugin.type(new FakeLibrary(), CONFIGURED);
        RagArguments arguments = CommandBinder.bind(Command.parse(command, new Known()), type);
        Agent agent = type.maker().apply(arguments);
        return ((RagAgent) agent).config();
    }

    /** Commands with {@code /rag} alone. */
    private static final class Known implements KnownCommands {
        @Override
        public boolean contains(String name) {
            return name.equals("rag");
        }

        @Override
        public String usage(String name) {
            return "";
        }
    }
}
