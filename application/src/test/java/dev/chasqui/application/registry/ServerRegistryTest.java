package dev.chasqui.application.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.ledger.MemoryAudit;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector;
import dev.chasqui.application.port.registry.ServerInspector.Inspected;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The rules by which servers are registered, updated, removed and drained. */
class ServerRegistryTest {
    private static final Caller BOSS = Caller.anonymous("boss");

    private final MemoryServers store = new MemoryServers();
    private final MemoryAudit audit = new MemoryAudit();
    private final List<ServerEntry> configured = new ArrayList<>();
    private final List<ServerEntry> discovered = new ArrayList<>();
    private final List<String> inspected = new ArrayList<>();
    private Inspected found = new Inspected("vllm", List.of());
    private Runnable whileAsked = () -> {};
    private Runnable whileChanged = () -> {};
    private int changes;
    private int looks;

    private final ServerRegistry registry =
            new ServerRegistry(
                    store,
                    new ServerInspector() {
                        @Override
                        public String admit(String url) {
                            return url;
                        }

                        @Override
                        public List<InetAddress> addresses(String host) {
                            return List.of();
                        }

                        @Override
                        public Inspected inspect(String id, String url, Optional<ServerKey> key) {
                            whileAsked.run();
                            inspected.add(id + " " + key.map(ServerKey::secret).orElse("-"));
                            return found;
                        }
                    },
                    new RunningServers() {
                        @Override
                        public List<ServerEntry> configured() {
                            return configured;
                        }

                        @Override
                        public List<ServerEntry> discovered() {
                            return discovered;
                        }

                        @Override
                        public List<Backend> backends() {
                            return Stream.of(configured, store.present().servers(), discovered)
                                    .flatMap(List::stream)
                                    .<Backend>map(ServerRegistryTest::backend)
                                    .toList();
                        }

                        @Override
                        public List<BackendState> states() {
                            return List.of();
                        }

                        @Override
                        public void change() {
                            changes++;
                            whileChanged.run();
                        }

                        @Override
                        public void lookAgain() {
                            looks++;
                        }
                    },
                    audit,
                    InstantSource.system());

    private static Backend backend(ServerEntry server) {
        return new Backend() {
            @Override
            public String name() {
                return server.id();
            }

            @Override
            public String address() {
                return server.url();
            }

            @Override
            public Zone zone() {
                return Zone.RESTRICTED;
            }

            @Override
            public List<ModelInfo> models() {
                return List.of();
            }
        };
    }

    private static ServerEntry server(String id, String url) {
        return new ServerEntry(
                id, url, Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private ServerEntry register(String body) {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return registry.register(BOSS, Registration.of((Json.Obj) JsonReader.read(json)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.5:8080,10.0.0.5-8080",
        "http://desk,desk-80",
        "https://api.example.com/v1,api.example.com-443",
        "http://gpu_1:8080/a,gpu_1-8080",
        "http://[::1]:8080,1-8080",
        "http://[fd00::a]:8080,fd00-a-8080"
    })
    void anIdIsMadeOfTheHostAndThePort(String url, String id) {
        assertThat(register("{'url':'" + url + "'}").id()).isEqualTo(id);
    }

    @Test
    void twoServersOfOneHostAndPortHaveDifferentIds() {
        configured.add(server("desk-80-2", "http://other"));
        register("{'url':'http://desk/a'}");

        assertThat(register("{'url':'http://desk/b'}").id()).isEqualTo("desk-80-3");
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aDiscoveredServerThatIsRegisteredKeepsItsId() {
        discovered.add(server("10.0.0.5-8080", "http://10.0.0.5:8080"));

        assertThat(register("{'url':'http://10.0.0.5:8080'}").id()).isEqualTo("10.0.0.5-8080");
        assertThat(registry.discovered("10.0.0.5-8080", "http://10.0.0.5:8080")).isPresent();
    }

    @Test
    void aNameOfTheConfigIsTakenThoughADiscoveredServerHasItToo() {
        configured.add(server("10.0.0.5-8080", "http://other"));
        discovered.add(server("10.0.0.5-8080", "http://10.0.0.5:8080"));

        assertThat(register("{'url':'http://10.0.0.5:8080'}").id()).isEqualTo("10.0.0.5-8080-2");
    }

    @Test
    void anUpdateKeepsWhatItDoesNotName() {
        register("{'url':'http://desk','kind':'chat, embeddings','api_key':'sk-1'}");
        found = new Inspected("tei", List.of("bge"));

        ServerEntry after = register("{'url':'http://desk'}");

        assertThat(after)
                .isEqualTo(
                        new ServerEntry(
                                "desk-80",
                                "http://desk",
                                Set.of(ServerKind.CHAT, ServerKind.EMBEDDINGS),
                                Optional.of(new ServerKey("sk-1")),
                                Optional.empty(),
                                Optional.of("tei"),
                                List.of("bge")));
        assertThat(store.present().servers()).containsExactly(after);
        assertThat(inspected).containsExactly("desk-80 sk-1", "desk-80 sk-1");
        assertThat(register("{'url':'http://desk','force':true}")).isEqualTo(after);
        assertThat(inspected).hasSize(2);
    }

    @Test
    void anAddressOfTheConfigIsNotRegistered() {
        configured.add(server("desk", "http://desk"));

        assertThatThrownBy(() -> register("{'url':'http://desk'}"))
                .hasMessageContaining("http://desk is the backend 'desk' of the config");
        assertThat(changes).isZero();
    }

    @Test
    void anUnchangedRegistrationChangesNothing() {
        register("{'url':'http://desk','kind':'chat','api_key':'sk-1','zone':'open'}");
        RegisteredServers stored = store.present();

        register("{'url':'http://desk','kind':'chat'}");
        register("{'url':'http://desk','force':true,'zone':'open'}");

        assertThat(changes).isEqualTo(1);
        assertThat(store.present()).isSameAs(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "http://GPU:8080,http://gpu:8080",
        "http://gpu.:8080,http://gpu:8080",
        "http://gpu:80,http://gpu",
        "https://gpu,https://GPU:443",
        "http://localhost:8080,http://127.0.0.1:8080"
    })
    void anAddressHasOneServerHoweverItIsSpelled(String one, String other) {
        configured.add(server("desk", one));
        assertThatThrownBy(() -> register("{'url':'" + other + "'}"))
                .hasMessageContaining("is the backend 'desk' of the config");
        configured.clear();

        ServerEntry first = register("{'url':'" + one + "'}");
        assertThat(register("{'url':'" + other + "'}")).isEqualTo(first);
        assertThat(register("{'url':'" + other + "/v2'}").id()).isEqualTo(first.id() + "-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "null"})
    void anEmptyKeyTakesTheKeyAway(String empty) {
        register("{'url':'http://desk','api_key':'sk-1'}");

        assertThat(register("{'url':'http://desk','api_key':" + empty + "}").key()).isEmpty();
        assertThat(inspected).containsExactly("desk-80 sk-1", "desk-80 -");
    }

    @Test
    void aZoneThatIsNotNamedAgainStays() {
        register("{'url':'http://desk','zone':'restricted'}");
        assertThat(register("{'url':'http://desk','kind':'tts'}").zone()).contains(Zone.RESTRICTED);
        assertThatThrownBy(() -> register("{'url':'http://desk','zone':'closed'}"))
                .hasMessage("zone: 'closed' (expected: restricted or open)");
    }

    @Test
    void anAddressThatComesIntoTheConfigWhileItIsAskedIsRefused() {
        whileAsked = () -> configured.add(server("desk", "http://desk"));

        assertThatThrownBy(() -> register("{'url':'http://desk'}"))
                .hasMessageContaining("is the backend 'desk' of the config");
        assertThat(store.present()).isEqualTo(RegisteredServers.NONE);
    }

    @Test
    void theKeyThatWasTriedIsTheOneThatIsKept() {
        register("{'url':'http://desk','api_key':'sk-1'}");
        whileAsked =
                () -> {
                    whileAsked = () -> {};
                    register("{'url':'http://desk','api_key':'sk-2','force':true}");
                };

        assertThat(register("{'url':'http://desk'}").key()).contains(new ServerKey("sk-1"));
    }

    @Test
    void whatCannotBeTakenIntoUseIsNotStored() {
        register("{'url':'http://desk','kind':'chat'}");
        register("{'url':'http://rack'}");
        registry.drain(BOSS, "desk-80");
        RegisteredServers before = store.present();
        int audited = audit.newest(10).size();
        whileChanged =
                () -> {
                    throw new IllegalStateException("no life");
                };

        assertThatThrownBy(() -> register("{'url':'http://new'}")).hasMessage("no life");
        assertThatThrownBy(() -> register("{'url':'http://desk','kind':'tts'}"))
                .hasMessage("no life");
        assertThatThrownBy(() -> registry.unregister(BOSS, "desk-80")).hasMessage("no life");

        assertThat(store.present()).isEqualTo(before);
        assertThat(audit.newest(10)).hasSize(audited);
    }

    @Test
    void aBackendIsDrainedWhileAnotherServerIsTakenIntoUse() {
        register("{'url':'http://desk'}");
        whileChanged = () -> drainElsewhere("desk-80");

        register("{'url':'http://rack'}");

        assertThat(store.present().drained()).hasSize(1);
    }

    private void drainElsewhere(String id) {
        assertThat(CompletableFuture.runAsync(() -> registry.drain(BOSS, id)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aDrainInBetweenOutlivesAChangeThatFails() {
        register("{'url':'http://desk'}");
        whileChanged =
                () -> {
                    drainElsewhere("desk-80");
                    throw new IllegalStateException("no life");
                };

        assertThatThrownBy(() -> register("{'url':'http://rack'}")).hasMessage("no life");

        assertThat(store.present().servers()).hasSize(1);
        assertThat(store.present().drained()).hasSize(1);
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < RegisteredServers.MOST; i++) {
            store.save(store.present().with(server("s" + i, "http://s" + i)));
        }

        assertThatThrownBy(() -> register("{'url':'http://desk'}"))
                .hasMessage("servers: 1001 (expected: at most 1000)");
        assertThat(store.present().servers()).hasSize(RegisteredServers.MOST);
    }

    @Test
    void anUnregisteredServerIsGoneAndIsNotDrainedWhenItComesBack() {
        register("{'url':'http://desk'}");
        registry.drain(BOSS, "desk-80");
        registry.unregister(BOSS, "desk-80");

        assertThat(store.present()).isEqualTo(RegisteredServers.NONE);
        assertThat(registry.isDrained(backend(register("{'url':'http://desk'}")))).isFalse();
        assertThatThrownBy(() -> registry.unregister(BOSS, "desk-81"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class))
                .hasMessage("no server 'desk-81'; there are: desk-80");
    }

    @Test
    void onlyTheBackendOfTheSameNameAndAddressIsDrained() {
        configured.add(server("desk", "http://desk"));
        registry.drain(BOSS, "desk");

        assertThat(looks).isEqualTo(1);
        assertThat(registry.isDrained(backend(server("desk", "http://desk")))).isTrue();
        assertThat(registry.isDrained(backend(server("desk", "http://other")))).isFalse();
        assertThat(registry.isDrained(backend(server("rack", "http://desk")))).isFalse();

        // One that has left the config can be resumed, too.
        configured.clear();
        registry.resume(BOSS, "desk");
        assertThat(store.present().drained()).isEmpty();
        assertThatThrownBy(() -> registry.resume(BOSS, "desk"))
                .hasMessage("no server 'desk'; there are: none");
    }

    @Test
    void onlyChangesAreAuditedAndNoKey() {
        register("{'url':'http://desk','kind':'chat','api_key':'sk-marked'}");
        register("{'url':'http://desk'}");
        registry.drain(BOSS, "desk-80");
        registry.drain(BOSS, "desk-80");
        registry.resume(BOSS, "desk-80");
        registry.unregister(BOSS, "desk-80");

        assertThat(audit.newest(10).reversed())
                .extracting(AuditEntry::action)
                .containsExactly(
                        "server.register", "server.drain", "server.resume", "server.unregister");
        assertThat(audit.newest(10).toString()).doesNotContain("marked").contains("boss");
        assertThat(audit.newest(10).getLast().after())
                .isEqualTo(
                        "{\"url\":\"http://desk\",\"kind\":\"chat\",\"type\":\"vllm\","
                                + "\"zone\":\"\",\"hasKey\":true}");
    }

    @ParameterizedTest
    @CsvSource({"sk-01234567,***", "sk-012345678,***5678", "sk-0123456789,***6789"})
    void aKeyIsShownByItsEndAtMost(String secret, String masked) {
        assertThat(new ServerKey(secret).masked()).isEqualTo(masked);
        assertThat(new ServerKey(secret)).hasToString("ServerKey[...]");
    }
}
