// SPDX-License-Identifier: Apache-2.0
import type { attach as reference } from '../../en/window/attach'
import type { Translation } from '../../translation'

export const attach: Translation<typeof reference> = {
  leadTitle: '用真实引擎对照模型',
  lead: '输入启动程序的命令并按“启动”：系统报告的内存将与推算的内存并列绘出。',
  command: '程序和参数',
  example: '例如 python3 infer.py model.mnn',
  start: '启动',
  stop: '停止',
  running: '运行中',
  ended: '已结束，退出码 {{code}}',
  signalled: '被 {{signal}} 终止',
  chart: '程序内存随时间的变化。拖动选择范围，W、S 缩放，A、D 平移，Escape 显示全部。',
  rangeHint:
    '拖选一次推理，推算曲线会逐层铺在该范围上；未选范围时铺满全程。滚轮或 W、S 缩放，A、D 平移，Escape 显示全部。',
  inRange: '{{from}} 至 {{to}} 的最高值',
  time: '时间',
  series: {
    rss: '常驻集 (RSS)',
    pss: '比例集 (PSS)',
    private: '私有',
    file: '文件映射',
    modelled: '推算值（按层）',
  },
  peak: '常驻集峰值',
  sampledPeak: '采样',
  sampledPeakHint: '采样到的最高常驻集',
  kernelPeak: '内核',
  kernelPeakHint: '内核统计的最高常驻集，包括两次采样之间',
  gpu: 'GPU 内存峰值',
  gpuHint: 'GPU 驱动报告的各进程占用之和：/proc/PID/fdinfo 中的 drm 计数，Android 上的 KGSL',
  gpuPeak: 'GPU',
  gpuUnknown: '没有驱动报告',
  moreProcesses_other: '另有 {{count}} 个较小的进程',
  process: '各进程峰值',
}
