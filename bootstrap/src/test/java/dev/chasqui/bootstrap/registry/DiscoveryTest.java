package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.adapters.mdns.MdnsServices;
import dev.chasqui.application.port.discovery.Advertisement;
import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.application.port.discovery.AnnouncementListener;
import dev.chasqui.application.port.discovery.NetworkWish;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.LoopbackMulticast;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that finds others by multicast DNS on this machine's loopback, and announces itself. */
class DiscoveryTest {
    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    private final Queue<Announcement> seen = new ConcurrentLinkedQueue<>();

    private MdnsServices network() {
        return new MdnsServices(
                new AnnouncementListener() {
                    @Override
                    public void announced(Announcement service) {
                        seen.add(service);
                    }

                    @Override
                    public void withdrawn(Announcement.Id id) {}
                });
    }

    private static NetworkWish announcing(FakeBackend backend) {
        return new NetworkWish(
                List.of("_chasqui._tcp"),
                Optional.of(
                        new Advertisement(
                                "_llm._tcp",
                                "fake",
                                backend.url().getPort(),
                                Map.of("models", "lies"),
                                InetAddress::isLoopbackAddress)),
                LOOPBACK);
    }

    /** Returns a server's entry as a discovered one. Others on this machine may be found, too. */
    private static List<Json.Obj> discovered(Admin admin, FakeBackend backend) throws IOException {
        return admin.servers("chat").stream()
                .filter(one -> one.text("source").equals(Optional.of("discovered")))
                .filter(one -> one.text("url").equals(Optional.of(backend.url().toString())))
                .toList();
    }

    @Test
    void anAnnouncedServerIsUsedWhileItIsThereAndThisOneIsAnnounced() throws Exception {
        assumeTrue(LoopbackMulticast.works(), "loopback carries no multicast packets here");
        try (FakeBackend configured = FakeOpenAi.start("other");
                StartedServer server =
                        StartedServer.of(
                                "{\"backends\":["
                                        + StartedServer.backendConfig("b", configured, "openai")
                                        + "],\"discovery\":{\"find\":true,\"advertise\":true,"
                                        + "\"grace\":\"1s\",\"interfaces\":[\"127.0.0.1\"]}}")) {
            Admin admin = new Admin(server.port());
            FakeBackend backend = FakeOpenAi.start("tiny");
            try (MdnsServices network = network()) {
                network.change(announcing(backend));
                Polled.until(
                        "the server is discovered", () -> !discovered(admin, backend).isEmpty());

                assertThat(discovered(admin, backend).getFirst().text("zone"))
                        .contains("restricted");
                assertThat(discovered(admin, backend).getFirst().get("api_key")).isEmpty();
                assertThat(admin.answering("tiny"))
                        .isEqualTo(discovered(admin, backend).getFirst().text("id").orElseThrow());
                assertThat(admin.register(backend, ""))
                        .isEqualTo("127.0.0.1-" + backend.url().getPort());
                assertThat(discovered(admin, backend)).isEmpty();
                admin.done(
                        "/admin/servers/unregister",
                        "{'server_id':'127.0.0.1-" + backend.url().getPort() + "'}");
                assertThat(discovered(admin, backend)).hasSize(1);

                Polled.until(
                        "this server is announced",
                        () ->
                                seen.stream()
                                        .filter(one -> one.id().type().equals("_chasqui._tcp"))
                                        .anyMatch(one -> one.port() == server.port()));
            } finally {
                backend.close();
            }
            Polled.until("the server has left", () -> discovered(admin, backend).isEmpty());
        }
    }
}
