/**
 * NVIDIA's GPUs of this machine: which there are, what is free on them, and which of them a model
 * shall use. {@link dev.chasqui.adapters.gpus.GpuInventory} also tells what our own processes use.
 *
 * <p>They are read by running {@code nvidia-smi}, which comes with the driver; {@link
 * dev.chasqui.adapters.gpus.Placement} is a pure rule about what was read.
 *
 * {@snippet :
 * List<Gpu> gpus = NvidiaSmi.onPath(System.getenv("PATH")).gpus();
 * Placement place = Placement.of(new Need(layers, fixed), gpus, reserve);
 * // CUDA_VISIBLE_DEVICES=place.visibleDevices(), -ngl place.layers(), -ts place.tensorSplit()
 * }
 */
@NullMarked
package dev.chasqui.adapters.gpus;

import org.jspecify.annotations.NullMarked;
