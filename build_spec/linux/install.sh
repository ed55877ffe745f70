#!/bin/sh
# 把任务台账加到当前用户的程序菜单，并让“打开台账.ledger”用它打开；不需要管理员。文件夹移动后再运行一次。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
mkdir -p "$data/applications" "$data/mime/packages"
sed -e "s|^Exec=PROGRAM|Exec=\"$here/renwu-taizhang\"|" -e "s|^Icon=ICON|Icon=$here/renwu-taizhang.png|" \
    "$here/ledger.desktop" > "$data/applications/renwu-taizhang.desktop"
cp "$here/mime.xml" "$data/mime/packages/renwu-taizhang.xml"
if command -v update-mime-database > /dev/null; then update-mime-database "$data/mime"; fi
if command -v update-desktop-database > /dev/null; then update-desktop-database "$data/applications"; fi
echo "已加入程序菜单。"
