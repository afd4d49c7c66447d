package dev.chasqui.adapters.gpus;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The program {@code nvidia-smi}, run once for each query. Thread-safe.
 *
 * <p>It hangs when a GPU does. Then it is killed after its timeout, and as long as a process that
 * cannot be killed still holds its output, no other one is started.
 */
public final class NvidiaSmi {
    private static final String NAME = "nvidia-smi";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);
    private static final int MOST_OUTPUT = 1 << 20;

    /** The exit status if there is a driver and no GPU. */
    private static final int NO_DEVICES = 6;

    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LD_LIBRARY_PATH", "SystemRoot", "windir");

    private static final String GPU_FIELDS =
            "index,uuid,name,memory.total,memory.used,memory.free,mig.mode.current";
    private static final String PROCESS_FIELDS = "pid,used_memory,gpu_uuid";

    private final String program;
    private final Duration patience;
    private final AtomicReference<CompletableFuture<String>> unfinished =
            new AtomicReference<>(CompletableFuture.completedFuture(""));

    /**
     * @param program its name on the path, or its path
     * @param patience the timeout of one query
     */
    public NvidiaSmi(String program, Duration patience) {
        this.program = program;
        this.patience = patience;
    }

    /**
     * Returns the program that the driver has installed, with a timeout of 5 seconds for a query.
     *
     * @param path the folders in which it is searched first
     */
    public static NvidiaSmi onPath(String path) {
        String program =
                Stream.of(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> new File(folder, NAME))
                        .filter(File::canExecute)
                        .map(File::getPath)
                        .findFirst()
                        .orElse(NAME);
        return new NvidiaSmi(program, PATIENCE);
    }

    /**
     * Returns the GPUs of this machine; none if there is no such program.
     *
     * @throws GpuException if the program hangs or fails, or its output has another format
     */
    public List<Gpu> gpus() throws GpuException {
        return SmiTable.gpus(ask("--query-gpu=" + GPU_FIELDS));
    }

    /**
     * Returns the processes that compute on GPUs; none if there is no such program.
     *
     * @throws GpuException if the program hangs or fails, or its output has another format
     */
    public List<GpuProcess> processes() throws GpuException {
        return SmiTable.processes(ask("--query-compute-apps=" + PROCESS_FIELDS));
    }

    private String ask(String query) throws GpuException {
        if (!unfinished.get().isDone()) {
            throw hangs();
        }
        Process process;
        try {
            process = start(query);
        } catch (IOException e) {
            return "";
        }
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofVirtual().name("nvidia-smi-output").start(() -> read(process, output));
        try {
            return answer(process, output);
        } finally {
            end(process, output);
        }
    }

    private Process start(String query) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(program, query, "--format=csv,noheader,nounits")
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(INHERITED);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private String answer(Process process, CompletableFuture<String> output) throws GpuException {
        long end = System.nanoTime() + patience.toNanos();
        try {
            String said = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw hangs();
            }
            int status = process.exitValue();
            if (status == NO_DEVICES) {
                return "";
            }
            if (status != 0) {
                throw new GpuException(
                        "nvidia-smi: it ended with status "
                                + status
                                + said.lines()
                                        .findFirst()
                                        .map(SmiTable::excerpt)
                                        .map(": "::concat)
                                        .orElse("")
                                + " (expected: 0; test if it works in a shell)");
            }
            return said;
        } catch (TimeoutException e) {
            throw hangs();
        } catch (ExecutionException e) {
            throw new GpuException("nvidia-smi: its output cannot be read (expected: text)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GpuException("nvidia-smi: the wait was interrupted (expected: an answer)");
        }
    }

    private static void read(Process process, CompletableFuture<String> output) {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_OUTPUT);
            output.complete(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException | Error e) {
            output.completeExceptionally(e);
        }
    }

    /** Kills the process with all its children, if it still runs. */
    private void end(Process process, CompletableFuture<String> output) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            output.get(AFTER_KILL.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            unfinished.set(output);
        } catch (ExecutionException e) {
            // The process has ended, and its failure has been reported.
        } catch (InterruptedException e) {
            unfinished.set(output);
            Thread.currentThread().interrupt();
        }
    }

    private GpuException hangs() {
        return new GpuException(
                "nvidia-smi: it hangs (expected: an answer within "
                        + patience.toMillis()
                        + " ms; test if it works in a shell)");
    }
}
