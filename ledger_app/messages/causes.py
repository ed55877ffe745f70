"""Why the operating system refused something, in a few Chinese words for the gap of a message."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
    errno.EFBIG: "文件超过磁盘格式允许的大小",
    errno.ENODEV: "设备已拔出",
    errno.ENXIO: "设备已拔出",
    errno.ENAMETOOLONG: "文件名或路径过长",
    errno.EINVAL: "名称不合法",
    errno.EMFILE: "打开的文件过多",
    errno.ELOOP: "快捷链接首尾相连，没有真正的文件",
    errno.ESTALE: "网络位置已断开",
    errno.ETIMEDOUT: "网络位置没有回应",
    errno.EBUSY: "正被其他程序使用",
    errno.ETXTBSY: "正被其他程序使用",
}
# Windows tells more by its own numbers: several of them share one errno.
_WINDOWS_CAUSES = {
    3: "文件或文件夹不存在",
    15: "磁盘不存在或已拔出",
    19: "磁盘写保护",
    21: "设备没有准备好",
    32: "正被其他程序使用",
    33: "正被其他程序使用",
    39: "磁盘已满",
    53: "网络位置找不到",
    64: "网络位置已断开",
    67: "网络位置找不到",
    112: "磁盘已满",
    123: "名称不合法",
    206: "文件名或路径过长",
}


def cause_of(error: OSError) -> str:
    """Return the cause of an operating-system error; an uncommon one in the system's own words."""
    number = getattr(error, "winerror", None)
    known = _WINDOWS_CAUSES.get(number or 0) or _CAUSES.get(error.errno or 0)
    return known or error.strerror or type(error).__name__
