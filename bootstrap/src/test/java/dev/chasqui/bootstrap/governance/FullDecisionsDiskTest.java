package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.bootstrap.SmallDisk;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** The decision ledger on a disk that is full for a while. */
class FullDecisionsDiskTest {
    /** More entries than fit into the last page of a file. */
    private static final int MOST_CHATS = 200;

    @TempDir private Path folder;

    @Test
    void nothingLeavesWhileTheDiskIsFullAndTheChainGoesOnAfterwards() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"))) {
            assumeTrue(disk.isThere(), "no root");
            try (OutsideBackends outside =
                    new OutsideBackends(disk.path(), ",'decisions':{'onFailure':'refuse'}")) {
                assertThat(outside.chat("hello", "Hi").status()).isEqualTo(200);
                disk.fill();
                refuseAtLast(outside, disk);
                assertThat(outside.chat("other", "Hi").header("X-Chasqui-Backend"))
                        .contains("desk");
                int sent = outside.openAi.received(OutsideBackends.CHAT).size();

                disk.free();
                Polled.until(
                        "what leaves is entered again",
                        () -> outside.chat("hello", "Hi").status() == 200);

                WireMessage verified = outside.send("GET", "/admin/decisions/verify", "");
                Json.Obj found = (Json.Obj) JsonReader.read(verified.body());
                assertThat(found.get("ok")).as(verified.text()).contains(Json.of(true));
                assertThat(outside.openAi.received(OutsideBackends.CHAT)).hasSize(sent + 1);
                Polled.untilPasses(
                        () ->
                                assertThat(OutsideBackends.ledger(disk.path()).lines())
                                        .filteredOn(line -> line.contains("\"use\":\"chat\""))
                                        .hasSizeGreaterThanOrEqualTo(sent + 1));
            }
        }
    }

    /** Chats until one is refused; those before still found room. */
    private static void refuseAtLast(OutsideBackends outside, SmallDisk disk) throws IOException {
        WireMessage answer = outside.chat("hello", "Hi");
        for (int i = 0; answer.status() != 503; i++) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(i).as("chats on a full disk").isLessThan(MOST_CHATS);
            disk.fill();
            answer = outside.chat("hello", "Hi");
        }
        assertThat(answer.text()).contains("decision_not_entered");
    }
}
