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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that finds others by multicast DNS on this machine's loopback, and announces itself. */
class DiscoveryTest {
    private static final List<String> LOOPBACK = List.of("127.0.0.1");

    private final BlockingQueue<Announcement> seen = new LinkedBlockingQueue<>();

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

    private static List<Json.Obj> discovered(Admin admin) throws IOException {
        return admin.servers("chat").stream()
                .filter(one -> one.text("source").equals(Optional.of("discovered")))
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
                Polled.until("the server is discovered", () -> !discovered(admin).isEmpty());

                assertThat(discovered(admin).getFirst().text("url"))
                        .contains(backend.url().toString());
                assertThat(discovered(admin).getFirst().text("zone")).contains("restricted");
                assertThat(discovered(admin).getFirst().get("api_key")).isEmpty();
                assertThat(admin.answering("tiny"))
                        .isEqualTo(discovered(admin).getFirst().text("id").orElseThrow());
                assertThat(admin.register(backend, ""))
                        .isEqualTo("127.0.0.1-" + backend.url().getPort());
                assertThat(discovered(admin)).isEmpty();
                admin.done(
                        "/admin/servers/unregister",
                        "{'server_id':'127.0.0.1-" + backend.url().getPort() + "'}");
                assertThat(discovered(admin)).hasSize(1);

                Announcement ours = seen.poll(30, TimeUnit.SECONDS);
                assertThat(ours).isNotNull();
                assertThat(ours.port()).isEqualTo(server.port());
                assertThat(ours.id().type()).isEqualTo("_chasqui._tcp");
            } finally {
                backend.close();
            }
            Polled.until("the server has left", () -> discovered(admin).isEmpty());
        }
    }
}
