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
import dev.chasqui.plugin.testkit.TestModels;
import dev.chasqui.plugins.rag.library.DocumentFilter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        assertThat(order("/rag")).isEqualTo(order(List.of(), 7, 900));
        assertThat(order("/rag(handbook)")).isEqualTo(order(List.of("handbook"), 7, 900));
        assertThat(order("/rag(collection=handbook k=3, budget=1500)"))
                .isEqualTo(order(List.of("handbook"), 3, 1500));
        assertThat(order("/rag(collection=hr, contracts k=3)").collections())
                .containsExactly("hr", "contracts");
    }

    @Test
    void documentsAreChosenByDateKindAndMetadata() {
        DocumentFilter filter =
                order(
                                "/rag(after=2025-01-31 before=2025-02-01T08:00:00Z type=.PDF"
                                        + " author=Ann meta-project=apollo)")
                        .filter();

        assertThat(filter)
                .isEqualTo(
                        new DocumentFilter(
                                Optional.of(Instant.parse("2025-01-31T00:00:00Z")),
                                Optional.of(Instant.parse("2025-02-01T08:00:00Z")),
                                Optional.of("pdf"),
                                Map.of("author", "Ann", "project", "apollo")));
        assertThat(order("/rag").filter()).isEqualTo(DocumentFilter.ALL);
    }

    @Test
    void aWrongChoiceOfDocumentsIsRefusedWithAnExample() {
        assertThatThrownBy(() -> order("/rag(after=2025-13-01)"))
                .hasMessageContaining("after: '2025-13-01' (expected: a day such as 2025-01-31");
        assertThatThrownBy(() -> order("/rag(after=2025-02-01 before=2025-01-01)"))
                .hasMessageContaining("before: '2025-01-01'");
        assertThatThrownBy(() -> order("/rag(colection=hr)"))
                .hasMessageContaining("colection: no such argument")
                .hasMessageContaining("meta-colection=");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> order("/rag(k=0)")).hasMessage("k: 0 (expected: 1 to 100)");
        assertThatThrownBy(() -> order("/rag(budget=5)"))
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

    private static SearchOrder order(List<String> collections, int k, int budget) {
        return new SearchOrder(collections, k, budget, DocumentFilter.ALL);
    }

    private static SearchOrder order(String command) {
        AgentType<RagArguments> type =
                RagPlugin.type(
                        RagParts.of(new FakeLibrary(), TestModels.saying("no words"), CONFIGURED));
        RagArguments arguments = CommandBinder.bind(Command.parse(command, new Known()), type);
        Agent agent = type.maker().apply(arguments);
        return ((RagAgent) agent).order();
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
