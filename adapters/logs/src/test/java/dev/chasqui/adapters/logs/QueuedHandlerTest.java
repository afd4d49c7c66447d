package dev.chasqui.adapters.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class QueuedHandlerTest {
    private final CountDownLatch readerReads = new CountDownLatch(1);
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(60)
    void aThreadThatLogsDoesNotWaitForAStalledReader() {
        QueuedHandler handler = QueuedHandler.start(new JsonFormat(), List.of(new SlowOutput()));
        for (int i = 0; i < 10_500; i++) {
            handler.publish(Records.log(Level.INFO, "line"));
        }

        readerReads.countDown();
        handler.close();

        assertThat(written).hasSizeBetween(10_001, 10_003);
        assertThat(written)
                .filteredOn(line -> line.contains("log lines were lost"))
                .singleElement()
                .asString()
                .contains("\"level\":\"warning\"")
                .containsPattern("(499|500) log lines were lost");
    }

    @Test
    void anOutputThatFailsDoesNotStopTheOthers() {
        LineOutput failing = new FailingOutput();
        readerReads.countDown();
        QueuedHandler handler =
                QueuedHandler.start(new JsonFormat(), List.of(failing, new SlowOutput()));
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        handler.setErrorManager(
                new ErrorManager() {
                    @Override
                    public void error(String message, Exception e, int code) {
                        told.add(message);
                    }
                });

        handler.publish(Records.log(Level.INFO, "line"));
        handler.close();

        assertThat(written).hasSize(1);
        assertThat(told).contains("the log could not be written");
    }

    @Test
    @Timeout(60)
    void anErrorOfAnOutputOrOfAFormatEndsNothing() {
        readerReads.countDown();
        Formatter format =
                new Formatter() {
                    @Override
                    public String format(LogRecord record) {
                        if (record.getLevel().equals(Level.SEVERE)) {
                            throw new StackOverflowError("as if");
                        }
                        return "line";
                    }
                };
        QueuedHandler handler =
                QueuedHandler.start(format, List.of(new BrokenOutput(), new SlowOutput()));
        handler.setErrorManager(
                new ErrorManager() {
                    @Override
                    public void error(String message, Exception e, int code) {
                        throw new OutOfMemoryError("as if");
                    }
                });
        handler.publish(Records.log(Level.INFO, "line"));
        handler.publish(Records.log(Level.SEVERE, "line"));
        handler.publish(Records.log(Level.INFO, "line"));
        handler.close();

        assertThat(written).hasSize(2);
    }

    @Test
    void aClosedHandlerTakesNothingMoreAndDoesNotFail() {
        readerReads.countDown();
        QueuedHandler handler = QueuedHandler.start(new JsonFormat(), List.of(new SlowOutput()));
        handler.close();

        handler.publish(Records.log(Level.INFO, "line"));
        handler.flush();

        assertThat(written).isEmpty();
    }

    /** An output that blocks until its reader reads. */
    private final class SlowOutput implements LineOutput {
        @Override
        public void write(byte[] line) throws IOException {
            try {
                readerReads.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.add(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class BrokenOutput implements LineOutput {
        @Override
        public void write(byte[] line) {
            throw new OutOfMemoryError("as if");
        }

        @Override
        public void flush() {
            throw new OutOfMemoryError("as if");
        }

        @Override
        public void close() {
            throw new OutOfMemoryError("as if");
        }
    }

    /** An output whose disk is full. */
    private static final class FailingOutput implements LineOutput {
        @Override
        public void write(byte[] line) throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public void close() throws IOException {
            throw new IOException("no space left");
        }
    }
}
