package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The output of a program that cannot be kept for lack of memory. */
class UnreadableOutputTest {
    private final CountDownLatch readToItsEnd = new CountDownLatch(1);

    @Test
    void isReadAllTheSameSoThatTheProgramDoesNotStandStill() throws Exception {
        ServerProcess process =
                new ServerProcess(
                        "m",
                        "program",
                        new Program(),
                        "mark",
                        new OutputLog(),
                        OutputSecrets.of("key-of-the-server", Map.of()));

        assertThat(readToItsEnd.await(20, TimeUnit.SECONDS)).isTrue();
        process.gone().get(20, TimeUnit.SECONDS);
    }

    /** A process whose output ends when it has been read. */
    private final class Program extends Process {
        private final InputStream output =
                new InputStream() {
                    private int reads;

                    @Override
                    public int read() {
                        if (reads++ == 0) {
                            throw new OutOfMemoryError("as if");
                        }
                        if (reads < 100_000) {
                            return 'x';
                        }
                        readToItsEnd.countDown();
                        return -1;
                    }

                    @Override
                    public int read(byte[] into, int offset, int wanted) {
                        int one = read();
                        if (one < 0) {
                            return -1;
                        }
                        into[offset] = (byte) one;
                        return 1;
                    }
                };

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return output;
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            readToItsEnd.await();
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public void destroy() {
            readToItsEnd.countDown();
        }
    }
}
