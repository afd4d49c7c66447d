package dev.chasqui.adapters.llamacpp;

/**
 * The GPUs that a model gets.
 *
 * @param layers the number of its layers on GPUs
 * @param gpus the number of GPUs that share them; 0 if it stays in RAM
 * @param visibleDevices the value of {@code CUDA_VISIBLE_DEVICES}
 * @param tensorSplit the value of {@code --tensor-split}
 */
public record GpuPlacement(int layers, int gpus, String visibleDevices, String tensorSplit) {

    /** No GPU: the model stays in RAM. */
    public static final GpuPlacement NONE = new GpuPlacement(0, 0, "", "");
}
