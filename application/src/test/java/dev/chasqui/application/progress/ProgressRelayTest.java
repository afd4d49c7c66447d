package dev.chasqui.application.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.Waiting;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class ProgressRelayTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean wanted = true;

    @Test
    void aSlowReceiverKeepsNobodyWaitingAndMissesWhatComesMeanwhile() {
        CountDownLatch slow = new CountDownLatch(1);
        ProgressRelay relay =
                new ProgressRelay(
                        "relay",
                        text -> {
                            told.add(text);
                            try {
                                slow.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        () -> wanted);

        relay.tell("one");
        relay.tell("two");
        Waiting.until("the first", () -> told.contains("one"));
        slow.countDown();
        Waiting.until(
                "the receiver is free again",
                () -> {
                    relay.tell("three");
                    return told.contains("three");
                });

        assertThat(told).doesNotContain("two");
    }

    @Test
    void nothingIsToldOnceItIsOfNoUse() {
        ProgressRelay relay = new ProgressRelay("relay", told::add, () -> wanted);
        wanted = false;

        relay.tell("one");

        assertThat(told).isEmpty();
    }
}
