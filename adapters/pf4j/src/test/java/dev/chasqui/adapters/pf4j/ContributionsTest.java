package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Contributions of plug-ins besides agents: routes, health and a data folder. */
class ContributionsTest {
    /** A call whose content no handler here reads. */
    private static final RouteCall CALL =
            (RouteCall)
                    Proxy.newProxyInstance(
                            ContributionsTest.class.getClassLoader(),
                            new Class<?>[] {RouteCall.class},
                            (call, method, arguments) -> {
                                throw new AssertionError(method);
                            });

    @TempDir private Path folder;

    @Test
    void routesAreThereUntilAllIsClosed() throws IOException {
        plugin("shop", route("GET", "/agents/shop/things/{name}"), route("GET", "/admin/things"))
                .in(folder, "shop.jar");
        PluginAgents agents = load(folder);

        assertThat(agents.enter().routes())
                .extracting(WebRoute::path)
                .containsExactly("/agents/shop/things/{name}", "/admin/things");
        agents.close();
        assertThat(agents.enter().routes()).isEmpty();
    }

    /** A health check that opens a resource at its first call and reads it at the second. */
    @Test
    void aJarThatIsLoadedTwiceIsReadToTheEndByBoth() throws IOException {
        String reading =
                """
                var in = Sample.class.getResourceAsStream("/random");
                contributions.health(() -> {
                    try {
                        long read = opened ? in.transferTo(java.io.OutputStream.nullOutputStream())
                                : in.read() >>> 8;
                        opened = true;
                        return new Health(true, Json.Obj.EMPTY.with("read", Json.of(read)));
                    } catch (java.io.IOException e) {
                        throw new RuntimeException(e);
                    }
                });
                """;
        byte[] random = new byte[1 << 20];
        new Random(7).nextBytes(random);
        PluginJar.of("shop", reading, "boolean opened;")
                .entry("random", random)
                .in(folder, "shop.jar");
        PluginAgents first = load(folder);
        try (PluginAgents second = load(folder)) {
            assertThat(first.enter().health()).containsOnlyKeys("shop");
            assertThat(second.enter().health()).containsOnlyKeys("shop");
            first.close();

            assertThat(second.enter().health().values())
                    .extracting(health -> health.details().get("read"))
                    .containsExactly(Optional.of(Json.of(random.length - 1)));
        }
    }

    @Test
    void aPluginMayClaimMoreThanOneNoun() throws IOException {
        plugin(
                        "shop",
                        route("GET", "/admin/things"),
                        route("POST", "/admin/things"),
                        route("GET", "/admin/things/{name}"),
                        route("GET", "/admin/offers"))
                .in(folder, "shop.jar");

        try (PluginAgents agents = load(folder)) {
            assertThat(agents.enter().routes()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/agents/other/x,     lies elsewhere (expected: below /agents/shop/)",
        "/agents/shop,        lies elsewhere",
        "/agents/{name}/x,    lies elsewhere",
        "/admin/{noun}/x,     fits every noun",
        "/admin/agents/x,     belongs to the server",
        "/admin/models,       belongs to the server",
        "/admin/taken/x/y,    belongs to plug-in 'first'",
        "/v1/{noun}/x,        fits every noun",
        "/v1/chat/x,          belongs to the server",
        "/v1/models,          belongs to the server",
        "/v1/taken/x,         belongs to plug-in 'first'",
        "/admin/own/{other},  there is one of this form already",
    })
    void aRouteThatIsNotForItKeepsAPluginFromStarting(String path, String reason)
            throws IOException {
        plugin("first", route("GET", "/admin/taken"), route("GET", "/v1/taken"))
                .in(folder, "first.jar");
        plugin("shop", route("GET", "/admin/own/{name}"), route("GET", path))
                .in(folder, "shop.jar");

        try (PluginAgents agents = load(folder)) {
            assertThat(agents.reports())
                    .filteredOn(report -> !report.loaded())
                    .singleElement()
                    .asString()
                    .contains("shop.jar is not loaded: route GET " + path, reason);
            assertThat(agents.enter().routes())
                    .extracting(WebRoute::path)
                    .containsExactly("/admin/taken", "/v1/taken");
        }
    }

    @Test
    void aNounMayBeBelowAdminAndBelowV1() throws IOException {
        plugin("shop", route("GET", "/admin/models2"), route("GET", "/v1/models2"))
                .in(folder, "shop.jar");

        try (PluginAgents agents = load(folder)) {
            assertThat(agents.enter().routes()).hasSize(2);
        }
    }

    @Test
    void aNounIsFreeAgainIfItsPluginDidNotStart() throws IOException {
        plugin("a", route("GET", "/admin/things"), "throw new IllegalStateException();")
                .in(folder, "a.jar");
        plugin("b", route("GET", "/admin/things")).in(folder, "b.jar");

        try (PluginAgents agents = load(folder)) {
            assertThat(agents.enter().routes()).hasSize(1);
        }
    }

    @Test
    void aPluginThatALaterFolderReplacesHasNoRoutes() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        plugin("shop", route("GET", "/admin/old")).in(first, "old.jar");
        plugin("shop", route("GET", "/admin/new")).in(second, "new.jar");

        try (PluginAgents agents = load(first, second)) {
            assertThat(agents.enter().routes())
                    .extracting(WebRoute::path)
                    .containsExactly("/admin/new");
        }
    }

    @Test
    void aHealthCheckThatHangsIsDownAndRunsOnce() throws IOException {
        plugin(
                        "stuck",
                        "contributions.health(() -> { while (name() != null)"
                                + " java.util.concurrent.locks.LockSupport.park();"
                                + " return null; });")
                .in(folder, "stuck.jar");

        try (PluginAgents agents = load(folder);
                AgentGeneration now = agents.enter()) {
            for (int i = 0; i < 3; i++) {
                assertThat(now.health().get("stuck"))
                        .satisfies(
                                health -> {
                                    assertThat(health.up()).isFalse();
                                    assertThat(health.details().text(Health.REASON))
                                            .contains("its own check was not done in time (1 s)");
                                });
            }
            assertThat(
                            Thread.getAllStackTraces().keySet().stream()
                                    .filter(thread -> thread.getName().equals("health-stuck")))
                    .hasSize(1);
        }
    }

    @Test
    void healthIsToldByPluginAndOneThatThrowsIsDown() throws IOException {
        plugin("well", "contributions.health(() -> new Health(true, Json.Obj.EMPTY));")
                .in(folder, "well.jar");
        plugin(
                        "ill",
                        "contributions.health(() -> { throw new IllegalStateException(\"/secret\");"
                                + " });")
                .in(folder, "ill.jar");
        plugin("wrong", "contributions.health(() -> { throw new AssertionError(); });")
                .in(folder, "wrong.jar");
        plugin("mute", "contributions.health(() -> null);").in(folder, "mute.jar");
        plugin("silent", "").in(folder, "silent.jar");
        PluginAgents agents = load(folder);
        Health unknown =
                new Health(
                        false,
                        Json.Obj.EMPTY.with("error", Json.of("the plug-in's own check failed")));

        assertThat(agents.enter().health())
                .isEqualTo(
                        Map.of(
                                "well",
                                new Health(true, Json.Obj.EMPTY),
                                "ill",
                                unknown,
                                "wrong",
                                unknown,
                                "mute",
                                unknown));
        agents.close();
        assertThat(agents.enter().health()).isEmpty();
    }

    @Test
    void eachPluginHasAFolderOfItsOwn() throws IOException {
        plugin("shop", "System.setProperty(\"sample.data\", host.data().toString());")
                .in(folder, "shop.jar");

        load(folder).close();

        assertThat(System.clearProperty("sample.data"))
                .isEqualTo(folder.resolve("data-of-shop").toString());
    }

    @Test
    void contributionsAfterTheStartAreRefused() throws IOException {
        PluginJar.of(
                        "late",
                        "saved = contributions;",
                        "private Contributions saved;",
                        """
                        public void stop() {
                            try {
                                saved.health(() -> null);
                            } catch (IllegalStateException e) {
                                System.setProperty("sample.late", e.getMessage());
                            }
                        }
                        """)
                .in(folder, "late.jar");

        load(folder).close();

        assertThat(System.clearProperty("sample.late"))
                .isEqualTo("health was registered after the start of its plug-in was over");
    }

    @Test
    void handlersChecksAndAgentsRunWithThePluginsClassLoader() throws IOException {
        PluginJar.of(
                        "shop",
                        """
                        contributions.route(
                                new WebRoute(
                                        WebRoute.Method.GET,
                                        "/admin/things",
                                        call -> RouteReply.ok(Json.of(isOwn()))));
                        contributions.health(
                                () -> new Health(isOwn(), Json.Obj.EMPTY));
                        contributions.agent(
                                new AgentType<>(
                                        "shop", "", AgentType.NoArguments.class, none -> make()));
                        """,
                        """
                        static boolean isOwn() {
                            return Thread.currentThread().getContextClassLoader()
                                    == Sample.class.getClassLoader();
                        }
                        Agent make() {
                            System.setProperty("sample.maker", String.valueOf(isOwn()));
                            return this;
                        }
                        """)
                .in(folder, "shop.jar");
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (PluginAgents agents = load(folder)) {
            assertThat(agents.enter().routes().getFirst().handler().handle(CALL))
                    .isEqualTo(RouteReply.ok(Json.of(true)));
            assertThat(agents.enter().health().get("shop"))
                    .isEqualTo(new Health(true, Json.Obj.EMPTY));
            make(agents.enter().find("shop").orElseThrow());
            assertThat(System.clearProperty("sample.maker")).isEqualTo("true");
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @SuppressWarnings("unchecked") // The test knows the type of the sample.
    private static void make(AgentType<?> type) {
        Agent agent =
                ((AgentType<AgentType.NoArguments>) type)
                        .maker()
                        .apply(new AgentType.NoArguments());
        assertThat(agent).isNotNull();
    }

    private PluginAgents load(Path... folders) {
        return new PluginAgents(
                List.of(folders),
                folder.resolve("copies-" + UUID.randomUUID()),
                new PluginSettings(
                        Json.Obj.EMPTY,
                        folder,
                        name -> folder.resolve("data-of-" + name),
                        JarTrust.NONE,
                        Duration.ofSeconds(30)));
    }

    private static PluginJar plugin(String name, String... statements) {
        return PluginJar.of(name, String.join(" ", statements));
    }

    private static String route(String method, String path) {
        return "contributions.route(new WebRoute(WebRoute.Method.%s, \"%s\", call -> null));"
                .formatted(method, path);
    }
}
