/**
 * NVIDIA's GPUs of this machine, their free memory, and the choice of GPUs for a model. {@link
 * dev.chasqui.adapters.gpus.GpuInventory} also reports the memory that our own processes use.
 *
 * <p>The GPUs are read by running {@code nvidia-smi}, which comes with the driver; {@link
 * dev.chasqui.adapters.gpus.Placement} is a pure rule about the result.
 *
 * {@snippet :
 * List<Gpu> gpus = NvidiaSmi.onPath(System.getenv("PATH")).gpus();
 * Placement place = Placement.of(new GpuDemand(layers, fixed), gpus, reserve);
 * // CUDA_VISIBLE_DEVICES=place.visibleDevices(), -ngl place.layers(), -ts place.tensorSplit()
 * }
 */
@NullMarked
package dev.chasqui.adapters.gpus;

import org.jspecify.annotations.NullMarked;
