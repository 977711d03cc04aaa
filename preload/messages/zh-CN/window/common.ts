// SPDX-License-Identifier: Apache-2.0
import type { common as reference } from '../../en/window/common'
import type { Translation } from '../../translation'

export const common: Translation<typeof reference> = {
  meaning: {
    workspace:
      '工作区在激活之外所增加的内存。各层依次使用，并可利用激活空出的内存：它不是各层之和，也可能小于最大的工作区。',
  },
  phase: { load: '加载', prepare: '准备', execute: '执行', finish: '结束' },
  origin: { modelled: '模型推算', measured: 'Convscope 实测', 'reported by the OS': '系统报告' },
  stairs: { title: '从文件到进程', unknown: '此引擎和处理器的进程内存没有模型。' },
  originExplained: {
    modelled: '按该引擎版本的规则计算，未运行模型。',
    measured: '由 Convscope 自带引擎在运行模型时统计。',
    'reported by the OS': '操作系统报告的推理进程常驻内存。',
  },
  shape: { unknown: '未知', scalar: '标量' },
  exactBytes: '{{bytes}} 字节',
  whatIfExplained: '假设：由覆盖强制指定，引擎自身会另作选择。',
  atLeast: '至少',
  unknown: '未知',
  new: '新增',
  unknownHint: '此引擎的模型不含它：未计入任何总量。',
  progress: {
    left: '剩余 {{time}}',
    passed: '已用 {{time}}',
    seconds: '{{count}} 秒',
    minutes: '{{minutes}}:{{seconds}} 分',
  },
  cancel: '取消',
  dismiss: '关闭此消息',
}
