package dev.chasqui.adapters.services.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.services.StoreContract;
import dev.chasqui.plugin.service.Store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The store in files obeys the rules of stores, and its values survive its end. */
class FileStoreTest extends StoreContract {
    @TempDir private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final StoreFiles files = new StoreFiles("sample", () -> folder.resolve("store"), clock);

    @Override
    protected Store store() {
        return of(files);
    }

    private Store of(StoreFiles some) {
        return new ScopedStore(
                some,
                () -> {
                    if (over.get()) {
                        throw new IllegalStateException("over");
                    }
                },
                clock);
    }

    private Store reopened() {
        return of(new StoreFiles("sample", () -> folder.resolve("store"), clock));
    }

    @Test
    void nothingIsMadeBeforeTheFirstUse() {
        assertThat(store()).isNotNull();
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void valuesSurviveARestartWithTheirScopesAndTimes() {
        store().putText("own", "1");
        store().session("s").putText("inner", "2");
        store().put("brief", new byte[1], Duration.ofMinutes(1));
        store().putText("gone", "3");
        store().delete("gone");

        assertThat(reopened().keys("")).containsExactly("brief", "own");
        assertThat(reopened().session("s").text("inner")).contains("2");
        clock.advance(Duration.ofMinutes(1));
        assertThat(reopened().keys("")).containsExactly("own");
        assertThat(fileCount()).isEqualTo(2);
    }

    @Test
    void halfWrittenAndForeignFilesAreLeftOut() throws IOException {
        store().putText("good", "1");
        store().putText("cut", "a longer text");
        Path cut = fileOf("a longer text");
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 3));
        Path store = folder.resolve("store");
        Files.writeString(store.resolve("crashed.value.new"), "half");
        Files.writeString(store.resolve("foreign.value"), "what is this");
        Files.write(store.resolve("moved.value"), Files.readAllBytes(fileOf("1")));

        Store again = reopened();

        assertThat(again.keys("")).containsExactly("good");
        assertThat(again.text("cut")).isEmpty();
        assertThat(store.resolve("crashed.value.new")).doesNotExist();
        again.putText("cut", "new");
        assertThat(reopened().text("cut")).contains("new");
    }

    @Test
    void anInterruptedThreadStillWritesWholeValues() {
        Thread.currentThread().interrupt();
        store().putText("k", "kept");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(reopened().text("k")).contains("kept");
    }

    @Test
    void readersBesideAWriterSeeWholeValues() throws InterruptedException {
        store().put("k", filled((byte) 0));
        AtomicBoolean done = new AtomicBoolean();
        List<Throwable> wrong = new ArrayList<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        while (!done.get()) {
                                            byte[] read = store().get("k").orElseThrow();
                                            assertThat(read).containsOnly(read[0]);
                                        }
                                    } catch (Throwable e) {
                                        wrong.add(e);
                                    }
                                });
        for (byte i = 1; i < 50; i++) {
            store().put("k", filled(i));
        }
        done.set(true);
        reader.join();

        assertThat(wrong).isEmpty();
    }

    @Test
    void aDiskThatFailsChangesNothing() throws IOException {
        store().putText("k", "old");
        Path store = folder.resolve("store");
        try (Stream<Path> all = Files.list(store)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(store);
        Files.writeString(store, "no folder any more");

        assertThatThrownBy(() -> store().putText("new", "x"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(store().keys("")).containsExactly("k");
    }

    @Test
    void nothingIsReadOrWrittenAfterTheEnd() {
        Store own = store();
        Store inner = own.session("s");
        over.set(true);

        assertThatThrownBy(() -> own.get("k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> inner.putText("k", "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> own.keys("")).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private Path fileOf(String text) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("store"))) {
            return all.filter(
                            file -> {
                                try {
                                    return new String(
                                                    Files.readAllBytes(file),
                                                    StandardCharsets.UTF_8)
                                            .endsWith(text);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long fileCount() {
        try (Stream<Path> all = Files.list(folder.resolve("store"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
