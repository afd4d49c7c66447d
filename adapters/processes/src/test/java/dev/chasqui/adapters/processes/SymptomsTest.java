package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** The causes that are recognised in the last output of real servers. */
class SymptomsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "E srv start: couldn't bind HTTP server socket, hostname: 127.0.0.1, port: 39057",
                "OSError: [Errno 98] Address already in use",
                "Error: listen EADDRINUSE: address already in use 127.0.0.1:8080"
            })
    void aPortThatWasTaken(String line) {
        assertThat(Symptoms.portTaken(List.of("loading", line, "bye"))).isTrue();
        assertThat(Symptoms.outOfMemory(List.of(line))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 4096.00 MiB on device 0:"
                        + " cudaMalloc failed: out of memory",
                "llama_model_load: error loading model: unable to allocate CUDA0 buffer",
                "terminate called after throwing an instance of 'std::bad_alloc'",
                "ggml_vulkan: Device memory allocation of size 1 failed: ErrorOutOfDeviceMemory"
            })
    void memoryThatWasNotThere(String line) {
        assertThat(Symptoms.outOfMemory(List.of("loading", line))).isTrue();
        assertThat(Symptoms.portTaken(List.of(line))).isFalse();
    }
}
