package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.WebRoute;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Reloads with changed jars and sections while exchanges run. */
class ReloadTest {
    /** The pause between two checks of a condition. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String TRACE = "sample.trace";

    @TempDir private Path temp;
    private Path folder;
    private Path later;
    private @Nullable PluginAgents opened;
    private Duration limit = LIMIT;

    @BeforeEach
    void begin() throws IOException {
        System.clearProperty(TRACE);
        folder = Files.createDirectory(temp.resolve("plugins"));
        later = Files.createDirectory(temp.resolve("later"));
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        System.clearProperty(TRACE);
    }

    @Test
    void aDroppedJarIsThereForThoseWhoComeAfterIt() throws IOException {
        open();
        try (AgentGeneration before = agents().enter()) {
            traced("a", "1").in(folder, "a.jar");

            assertThat(names(reload().started())).containsExactly("a");
            assertThat(before.find("a")).isEmpty();
            assertThat(answer("a")).isEqualTo("1");
        }
    }

    @Test
    void aPluginThatIsGoneStopsWhenTheLastExchangeHasLeft() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        try (AgentGeneration first = agents().enter()) {
            try (AgentGeneration second = agents().enter()) {
                Files.delete(jar);
                assertThat(names(reload().stopped())).containsExactly("a");
                assertThat(answer(second, "a")).isEqualTo("1");
            }
            try (AgentGeneration now = agents().enter()) {
                assertThat(now.all()).isEmpty();
                assertThat(now.routes()).isEmpty();
                assertThat(now.health()).isEmpty();
            }
            assertThat(trace()).isEqualTo("start1 release1");
            assertThat(answer(first, "a")).isEqualTo("1");
        }
        awaitTrace("start1 release1 stop1");
    }

    @Test
    void leavingTwiceCountsOnce() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        try (AgentGeneration stays = agents().enter()) {
            AgentGeneration leaves = agents().enter();
            Files.delete(jar);
            reload();
            leaves.close();
            leaves.close();

            assertThat(answer(stays, "a")).isEqualTo("1");
            assertThat(trace()).doesNotContain("stop");
        }
        awaitTrace("start1 release1 stop1");
    }

    @Test
    void aReplacedJarIsHandedOver() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        open();
        try (AgentGeneration before = agents().enter()) {
            traced("a", "2").in(folder, "a.jar");

            assertThat(names(reload().replaced())).containsExactly("a");
            assertThat(trace()).isEqualTo("start1 release1 start2");
            assertThat(answer(before, "a")).isEqualTo("1");
            assertThat(answer("a")).isEqualTo("2");
        }
        awaitTrace("start1 release1 start2 stop1");
    }

    @Test
    void whatDidNotChangeGoesOnAndIsSharedByBothGenerations() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        Path other = traced("b", "x").in(folder, "b.jar");
        open();
        AgentGeneration before = agents().enter();
        AgentType<?> shared = before.find("a").orElseThrow();
        Files.delete(other);
        reload();
        before.close();
        awaitTrace("start1 startx releasex stopx");

        try (AgentGeneration now = agents().enter()) {
            assertThat(now.find("a").orElseThrow()).isSameAs(shared);
        }
        assertThat(reload().changed()).isFalse();
        assertThat(trace()).isEqualTo("start1 startx releasex stopx");
        agents().close();
        assertThat(trace()).isEqualTo("start1 startx releasex stopx stop1");
    }

    @Test
    void aMovedJarGoesOn() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        Path moved = Files.move(jar, later.toRealPath().resolve("renamed.jar"));

        assertThat(reload().changed()).isFalse();
        assertThat(agents().reports()).extracting(PluginReport::jar).containsExactly(moved);
        assertThat(trace()).isEqualTo("start1");
    }

    @Test
    void aChangedSectionIsAHandOver() throws IOException {
        greeter("host.config(Section.class)").in(folder, "greet.jar");
        open(section("Hello"));
        try (AgentGeneration before = agents().enter()) {
            assertThat(names(reload(section("Hola")).replaced())).containsExactly("greet");
            assertThat(answer(before, "greet")).isEqualTo("Hello");
            assertThat(answer("greet")).isEqualTo("Hola");
        }
        assertThat(reload(section("Hola")).changed()).isFalse();
    }

    @Test
    void mistakesInSectionsAreToldAndNothingHasChanged() throws IOException {
        greeter("host.config(Section.class)").in(folder, "greet.jar");
        traced("a", "1").in(folder, "a.jar");
        open(section("Hello"));
        traced("a", "2").in(folder, "a.jar");

        PluginReload reload =
                agents().reload(
                                settings(
                                        Json.Obj.EMPTY.with(
                                                "greet",
                                                Json.Obj.EMPTY.with("greting", Json.of("x")))));

        assertThat(reload)
                .isInstanceOfSatisfying(
                        PluginReload.Refused.class,
                        refused -> {
                            assertThat(refused.failures()).isEmpty();
                            assertThat(refused.mistakes())
                                    .extracting(Failure.Invalid::field)
                                    .contains(Optional.of("agents.greet.greting"));
                            assertThat(refused.lines().getFirst()).contains("expected: greeting");
                        });
        assertThat(answer("greet")).isEqualTo("Hello");
        assertThat(trace()).isEqualTo("start1");
    }

    @Test
    void whereTheNewOneDoesNotStartTheOldOneTakesBackWhatItGaveUpAndTheOthersChange()
            throws IOException {
        traced("a", "1").in(folder, "a.jar");
        traced("b", "x").in(folder, "b.jar");
        open();
        traced("a", "2").in(folder, "a.jar");
        Path broken =
                traced("b", "y", "if (true) throw new IllegalStateException(\"no port\");")
                        .in(folder, "b.jar");
        traced("c", "new").in(folder, "0-first.jar");

        PluginReload.Done done = reload();

        assertThat(names(done.started())).containsExactly("c");
        assertThat(names(done.replaced())).containsExactly("a");
        assertThat(done.refused())
                .singleElement()
                .asString()
                .contains("b.jar is not loaded: it failed", "no port");
        awaitTrace("start1 startx startnew release1 start2 releasex starty stopy resumex stop1");
        assertThat(answer("a")).isEqualTo("2");
        assertThat(answer("b")).isEqualTo("x");
        assertThat(agents().reports())
                .filteredOn(report -> report.jar().equals(broken))
                .singleElement()
                .satisfies(
                        report -> {
                            assertThat(report.agents()).containsExactly("b");
                            assertThat(report.toString())
                                    .contains("the one of before goes on: ", "no port");
                        });
    }

    /** The configuration is taken as a whole: one plug-in cannot go on with its new section. */
    @Test
    void whereAPluginDoesNotStartWithItsNewSectionNothingChanges() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        PluginJar.of(
                        "b",
                        "if (!host.config(Section.class).works()) throw new"
                                + " IllegalStateException(\"no port\");"
                                + PluginJar.agent("b"),
                        "record Section(@Argument(fallback = \"true\") boolean works) {}")
                .in(folder, "b.jar");
        open();
        traced("a", "2").in(folder, "a.jar");

        assertThat(agents().reload(settings(works(false))))
                .isInstanceOfSatisfying(
                        PluginReload.Refused.class,
                        refused ->
                                assertThat(refused.lines())
                                        .singleElement()
                                        .asString()
                                        .contains("b.jar is not loaded: it failed", "no port"));
        assertThat(trace()).isEqualTo("start1 release1 start2 stop2 resume1");
        assertThat(answer("a")).isEqualTo("1");
        assertThat(find("b")).isPresent();
    }

    private static Json.Obj works(boolean value) {
        return Json.Obj.EMPTY.with("b", Json.Obj.EMPTY.with("works", Json.of(value)));
    }

    /** The copy of the old jar is started with the new section. */
    @Test
    void aBrokenJarKeepsNoSectionFromChanging() throws IOException {
        Path jar = greeter("host.config(Section.class)").in(folder, "greet.jar");
        open(section("Hello"));
        Files.writeString(jar, "PK, or not");

        PluginReload.Done done = reload(section("Hola"));

        assertThat(names(done.replaced())).containsExactly("greet");
        assertThat(done.refused()).singleElement().asString().contains("it is not a jar");
        assertThat(answer("greet")).isEqualTo("Hola");
        assertThat(names(reload(section("Ciao")).replaced())).containsExactly("greet");
        assertThat(answer("greet")).isEqualTo("Ciao");
    }

    /** The new jar wants another section; nobody has changed the configuration. */
    @Test
    void aNewJarThatTheUnchangedSectionDoesNotFitIsAtFaultItself() throws IOException {
        greeter("host.config(Section.class)").in(folder, "greet.jar");
        open(section("Hello"));
        PluginJar.of(
                        "greet",
                        "host.config(Section.class);" + PluginJar.agent("greet"),
                        "record Section(int count) {}")
                .in(folder, "greet.jar");

        PluginReload.Done done = reload(section("Hello"));

        assertThat(done.refused())
                .singleElement()
                .asString()
                .contains("greet.jar is not loaded: agents.greet");
        assertThat(answer("greet")).isEqualTo("Hello");
    }

    @Test
    void anUpgradeUnderAnotherFileNameThatFailsLeavesTheOldOneRunning() throws IOException {
        Path old = traced("a", "1").in(folder, "a-1.jar");
        open();
        Files.delete(old);
        traced("a", "2", "if (true) throw new IllegalStateException();").in(folder, "a-2.jar");

        agents().refresh();

        assertThat(answer("a")).isEqualTo("1");
        agents().refresh();
        assertThat(trace()).as("not tried again").isEqualTo("start1 release1 start2 stop2 resume1");
        traced("a", "3").in(folder, "a-2.jar");
        agents().refresh();
        assertThat(answer("a")).isEqualTo("3");
    }

    /** Each try would leave one more thread behind. */
    @Test
    void aJarThatSpinsIsTriedOnceAndHoldsNobodyUp() throws IOException {
        open(Json.Obj.EMPTY, Duration.ofMillis(500));
        PluginJar.of(
                        "spins",
                        PluginJar.agent("spins"),
                        """
                        static {
                            while (System.getProperty("sample.trace", "").isEmpty()) {
                                Thread.onSpinWait();
                            }
                        }
                        """)
                .in(folder, "spins.jar");

        agents().refresh();
        assertThat(agents().reports())
                .singleElement()
                .asString()
                .contains(
                        "it was not done in time (0.5 s); its thread 'plugin-spins.jar' does not"
                                + " end and is left behind, at ",
                        "sample.Sample.<clinit>");
        PluginJar.ofAgent("b").in(folder, "b.jar");
        agents().refresh();
        reload();

        assertThat(find("b")).isPresent();
        assertThat(threads("plugin-spins.jar")).isEqualTo(1);
        System.setProperty(TRACE, "end");
        await(() -> threads("plugin-spins.jar") == 0, "its thread");
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @Test
    void afterARefusalTheNextReloadBeginsAnew() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        open();
        traced("a", "2", "if (true) throw new IllegalStateException();").in(folder, "a.jar");
        assertThat(reload().refused()).hasSize(1);
        traced("a", "3").in(folder, "a.jar");

        assertThat(names(reload().replaced())).containsExactly("a");
        assertThat(answer("a")).isEqualTo("3");
        awaitTrace("start1 release1 start2 stop2 resume1 release1 start3 stop1");
    }

    @Test
    void whatCannotReleaseGoesOn() throws IOException {
        PluginJar.of(
                        "a",
                        PluginJar.agent("a"),
                        "public void release() { throw new IllegalStateException(\"busy\"); }",
                        "public void resume() { System.setProperty(\"sample.trace\", \"resumed\");"
                                + " }")
                .in(folder, "a.jar");
        open();
        traced("a", "2").in(folder, "a.jar");

        assertThat(reload().refused()).singleElement().asString().contains("busy");
        assertThat(trace()).isEqualTo("resumed");
        assertThat(find("a")).isPresent();
    }

    @Test
    void aJarThatCannotBeReadAnyMoreLeavesItsPluginRunning() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        Files.writeString(jar, "PK, or not");

        assertThat(reload().refused())
                .singleElement()
                .asString()
                .contains("a.jar is not loaded: it is not a jar");
        assertThat(answer("a")).isEqualTo("1");
    }

    @Test
    void aNewJarThatCannotBeUsedIsToldAndKeepsNobodyFromTheRest() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        open();
        Files.writeString(folder.resolve("bad.jar"), "PK, or not");
        traced("worse", "w", "if (true) throw new Error();").in(folder, "worse.jar");
        traced("b", "2").in(folder, "b.jar");

        PluginReload.Done done = reload();

        assertThat(names(done.started())).containsExactly("b");
        assertThat(done.refused())
                .extracting(report -> String.valueOf(report.jar().getFileName()))
                .containsExactly("bad.jar", "worse.jar");
        assertThat(trace()).isEqualTo("start1 start2 startw stopw");
        try (AgentGeneration now = agents().enter()) {
            assertThat(now.health()).containsOnlyKeys("bad.jar", "worse.jar");
        }
    }

    /** The class is loaded for the first time after its jar was overwritten. */
    @Test
    void aJarThatIsOverwrittenInPlaceKeepsItsClasses() throws IOException {
        lazy("old").in(folder, "a.jar");
        open();
        try (AgentGeneration before = agents().enter()) {
            lazy("new").in(folder, "a.jar");

            assertThat(answer(before, "a")).isEqualTo("old");
            reload();
            assertThat(answer(before, "a")).isEqualTo("old");
            assertThat(answer("a")).isEqualTo("new");
        }
    }

    @Test
    void whatComesBackBeforeItHasStoppedFindsNothingHeld() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        try (AgentGeneration first = agents().enter()) {
            Files.delete(jar);
            reload();
            traced("a", "1").in(folder, "a.jar");
            assertThat(names(reload().started())).containsExactly("a");

            assertThat(trace()).isEqualTo("start1 release1 start1");
            assertThat(answer(first, "a")).isEqualTo("1");
        }
        awaitTrace("start1 release1 start1 stop1");
    }

    @Test
    void anAgentThatALaterFolderHidComesBack() throws IOException {
        traced("a", "early").in(folder, "a.jar");
        open();
        Path hiding =
                PluginJar.of("other", PluginJar.agent("a"), version("late")).in(later, "other.jar");
        reload();
        assertThat(answer("a")).isEqualTo("late");
        assertThat(agents().reports())
                .filteredOn(report -> report.jar().endsWith("a.jar"))
                .singleElement()
                .asString()
                .contains("/a is left to " + hiding);

        Files.delete(hiding);
        reload();
        assertThat(answer("a")).isEqualTo("early");
        assertThat(trace()).as("the early one was never touched").isEqualTo("startearly");
    }

    @Test
    void theSamePluginInALaterFolderTakesItsPlaceAndGivesItBack() throws IOException {
        traced("a", "early").in(folder, "a.jar");
        open();
        Path jar = traced("a", "late").in(later, "a.jar");
        assertThat(names(reload().replaced())).containsExactly("a");
        assertThat(answer("a")).isEqualTo("late");

        Files.delete(jar);
        assertThat(names(reload().replaced())).containsExactly("a");
        assertThat(answer("a")).isEqualTo("early");
    }

    @Test
    void trustFollowsTheSettingsAndStartsNothing() throws IOException {
        Path jar = traced("a", "1").in(folder, "a.jar");
        open();
        JarTrust trust = new JarTrust(Optional.empty(), Set.of(JarTrust.sha256(jar)));
        AgentGeneration before = agents().enter();

        agents().reload(
                        new PluginSettings(
                                Json.Obj.EMPTY,
                                temp,
                                temp::resolve,
                                trust,
                                Duration.ofSeconds(30)));

        assertThat(before.isTrusted("a")).isFalse();
        before.close();
        try (AgentGeneration now = agents().enter()) {
            assertThat(now.isTrusted("a")).isTrue();
        }
        assertThat(trace()).isEqualTo("start1");
    }

    @Test
    void aRouteMayMoveFromOnePluginToAnother() throws IOException {
        PluginJar.of("a", route("/admin/things")).in(folder, "a.jar");
        open();
        PluginJar.of("a", route("/admin/others")).in(folder, "a.jar");
        PluginJar.of("b", route("/admin/things")).in(folder, "b.jar");

        assertThat(reload().refused()).isEmpty();
        try (AgentGeneration now = agents().enter()) {
            assertThat(now.routes())
                    .extracting(WebRoute::path)
                    .containsExactly("/admin/others", "/admin/things");
        }
    }

    @Test
    void whoeverIsInterruptedFinishesTheReload() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        open();
        traced("a", "2").in(folder, "a.jar");

        Thread.currentThread().interrupt();
        PluginReload reload = agents().reload(settings(Json.Obj.EMPTY));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(reload).isInstanceOf(PluginReload.Done.class);
        assertThat(answer("a")).isEqualTo("2");
    }

    @Test
    void afterTheEndThereAreNoAgentsAndNoReload() throws IOException {
        traced("a", "1").in(folder, "a.jar");
        open();
        agents().close();

        assertThat(find("a")).isEmpty();
        assertThatThrownBy(() -> agents().reload(settings(Json.Obj.EMPTY)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theClassLoaderOfWhatIsGoneIsCollectedAndItsCopyDeleted() throws IOException {
        Path jar = traced("a", "1", KEEPS_LOADER).in(folder, "a.jar");
        open();
        WeakReference<?> loader =
                (WeakReference<?>) requireNonNull(System.getProperties().remove("sample.loader"));
        assertThat(loader.get()).isInstanceOf(ClassLoader.class);
        assertThat(answer("a")).isEqualTo("1");
        Files.delete(jar);
        reload();
        awaitTrace("start1 release1 stop1");

        await(
                () -> {
                    System.gc();
                    return loader.get() == null;
                },
                "the class loader is held");
        try (Stream<Path> copies = Files.list(temp.resolve("copies"))) {
            assertThat(copies).isEmpty();
        }
    }

    @Test
    void whatACrashLeftOfCopiesIsDeletedAtTheStart() throws IOException {
        Path left = Files.createDirectory(temp.resolve("copies")).resolve("7-a.jar");
        Files.writeString(left, "left");

        open();

        assertThat(left).doesNotExist();
    }

    private PluginAgents agents() {
        return requireNonNull(opened);
    }

    private void open() {
        open(Json.Obj.EMPTY);
    }

    private void open(Json.Obj sections) {
        open(sections, LIMIT);
    }

    private void open(Json.Obj sections, Duration limit) {
        this.limit = limit;
        opened =
                new PluginAgents(
                        List.of(folder, later), temp.resolve("copies"), settings(sections));
    }

    private PluginReload.Done reload() {
        return reload(Json.Obj.EMPTY);
    }

    private PluginReload.Done reload(Json.Obj sections) {
        PluginReload reload = agents().reload(settings(sections));
        assertThat(reload).isInstanceOf(PluginReload.Done.class);
        return (PluginReload.Done) reload;
    }

    private PluginSettings settings(Json.Obj sections) {
        return new PluginSettings(sections, temp, temp::resolve, JarTrust.NONE, limit);
    }

    private static Set<String> names(Set<String> names) {
        return names;
    }

    /** A plug-in with an agent that answers with its version and records its life cycle. */
    private static PluginJar traced(String name, String version, String... then) {
        return PluginJar.of(
                name,
                "trace(\"start\");" + String.join("", then) + PluginJar.agent(name),
                version(version),
                """
                static void trace(String what) {
                    synchronized (System.class) {
                        String before = System.getProperty("sample.trace", "");
                        System.setProperty(
                                "sample.trace",
                                (before + " " + what + VERSION).strip());
                    }
                }
                public void release() { trace("release"); }
                public void resume() { trace("resume"); }
                public void stop() { trace("stop"); }
                """);
    }

    private static String version(String version) {
        return """
        static final String VERSION = "%s";
        public ChatRequest before(ChatRequest request, Exchange exchange) {
            return request.withInstruction(VERSION);
        }
        """
                .formatted(version);
    }

    /** A plug-in whose answer is in a class that is loaded at the first request. */
    private static PluginJar lazy(String version) {
        return PluginJar.of(
                        "a",
                        PluginJar.agent("a"),
                        """
                        public ChatRequest before(ChatRequest request, Exchange exchange) {
                            return request.withInstruction(new Late().word());
                        }
                        """)
                .source(
                        "sample.Late",
                        "package sample; class Late { String word() { return \"%s\"; } }"
                                .formatted(version));
    }

    private static PluginJar greeter(String config) {
        return PluginJar.of(
                "greet",
                "greeting = " + config + ".greeting();" + PluginJar.agent("greet"),
                "private String greeting;",
                "record Section(String greeting) {}",
                """
                public ChatRequest before(ChatRequest request, Exchange exchange) {
                    return request.withInstruction(greeting);
                }
                """);
    }

    private static Json.Obj section(String greeting) {
        return Json.Obj.EMPTY.with("greet", Json.Obj.EMPTY.with("greeting", Json.of(greeting)));
    }

    private static String route(String path) {
        return "contributions.route(new WebRoute(WebRoute.Method.GET, \"%s\", call -> null));"
                .formatted(path);
    }

    private Optional<AgentType<?>> find(String name) {
        try (AgentGeneration now = agents().enter()) {
            return now.find(name);
        }
    }

    private String answer(String agent) {
        try (AgentGeneration now = agents().enter()) {
            return answer(now, agent);
        }
    }

    private static String answer(AgentGeneration generation, String name) {
        Exchange exchange =
                new Exchange("id", Caller.anonymous("127.0.0.1"), Dialect.OPENAI, progress -> {});
        ChatRequest request =
                ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "Hi"))));
        return agent(generation, name).before(request, exchange).messages().getFirst().text();
    }

    @SuppressWarnings("unchecked") // The test knows the type of the sample.
    private static Agent agent(AgentGeneration generation, String name) {
        AgentType<AgentType.NoArguments> type =
                (AgentType<AgentType.NoArguments>) generation.find(name).orElseThrow();
        return type.maker().apply(new AgentType.NoArguments());
    }

    private static final String KEEPS_LOADER =
            "System.getProperties().put(\"sample.loader\", new java.lang.ref.WeakReference<>("
                    + "Sample.class.getClassLoader()));";

    private static String trace() {
        return System.getProperty(TRACE, "");
    }

    private static void awaitTrace(String wanted) {
        await(() -> trace().equals(wanted), "trace");
        assertThat(trace()).isEqualTo(wanted);
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                assertThat(trace()).as(what).isEqualTo("in time");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
